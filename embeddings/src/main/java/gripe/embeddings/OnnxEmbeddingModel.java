package gripe.embeddings;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A sentence model run by ONNX Runtime. Thread-safe. Vectors have unit length, and a text has the same vector whether
 * it is embedded alone or among others: each run holds one text, because dynamic quantisation takes its scale from the
 * whole batch. Many texts are worked on by as many threads as there are cores, each with one text at a time; a text that
 * somebody waits for while nothing else runs has all cores for itself, which changes nothing in its vector.
 */
public final class OnnxEmbeddingModel implements EmbeddingModel, AutoCloseable {
    /** Texts waiting for a worker; a caller that brings more waits until there is room. */
    private static final int TEXTS_WAITING_MAX = 1_024;

    /** A sentence of twenty tokens has no work for more; two give 1.5 times the speed of one on a quiet machine. */
    private static final int CORES_FOR_ONE_MAX = 4;

    private static final long CLOSE_SECONDS_MAX = 5;
    private static final Set<String> KNOWN_INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");

    private final SentenceModel model;
    private final OrtEnvironment environment;

    /** One thread for each run: as many runs as there are cores, side by side. */
    private final OrtSession session;

    /** All cores for one run; the same session where there is one core. */
    private final OrtSession wideSession;

    private final AtomicInteger running = new AtomicInteger();

    /** Held for reading by each run, so that native memory is not freed under it. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    private final HuggingFaceTokenizer tokenizer;
    private final ThreadPoolExecutor workers;
    private final Semaphore room = new Semaphore(TEXTS_WAITING_MAX);
    private final AtomicLong arrivals = new AtomicLong();
    private final String version;
    private final int dimension;

    /** Written under {@link #open}'s write lock. */
    private boolean closed;

    private OnnxEmbeddingModel(SentenceModel model, int threads) throws OrtException, IOException {
        this.model = model;
        Natives.stayLocal();
        byte[] onnx = model.onnx();
        byte[] tokens = model.tokenizer();
        // Hashed and the tokenizer read beside the session's creation, which takes longest.
        CompletableFuture<String> hash = CompletableFuture.supplyAsync(() -> hash(model, onnx, tokens));
        CompletableFuture<HuggingFaceTokenizer> reading = CompletableFuture.supplyAsync(() -> tokenizer(model, tokens));
        environment = OrtEnvironment.getEnvironment();
        session = session(onnx, 1);
        int cores = Math.min(threads, CORES_FOR_ONE_MAX);
        wideSession = cores == 1 ? session : session(onnx, cores);
        for (String input : session.getInputNames()) {
            if (!KNOWN_INPUTS.contains(input)) {
                throw new ModelException(
                        "The model %s wants an input '%s'; known are %s.".formatted(model.name(), input, KNOWN_INPUTS));
            }
        }
        tokenizer = reading.join();
        version = model.name() + "/" + hash.join() + "/onnxruntime-" + environment.getVersion();
        workers = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(),
                Thread.ofPlatform().name("embedding-", 1).daemon().factory());
        dimension = compute("dimension", Urgency.NOW).length;
    }

    private OrtSession session(byte[] onnx, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Its threads spin between the steps of a run, but not on after it, where they would take others' time.
            options.addConfigEntry("session.force_spinning_stop", "1");
            return environment.createSession(onnx, options);
        }
    }

    /** Loads with one worker for each core. @throws ModelException when the model cannot be used */
    public static OnnxEmbeddingModel load(SentenceModel model) {
        return load(model, Runtime.getRuntime().availableProcessors());
    }

    /** @throws ModelException when the model cannot be used */
    public static OnnxEmbeddingModel load(SentenceModel model, int threads) {
        try {
            return new OnnxEmbeddingModel(model, threads);
        } catch (OrtException | IOException | CompletionException e) {
            throw new ModelException("The model %s cannot be loaded: %s".formatted(model.name(), e.getMessage()), e);
        }
    }

    /** Whose turn it is when texts wait: somebody waits for NOW, and IN_BULK takes what is left of the workers. */
    public enum Urgency {
        NOW,
        IN_BULK
    }

    /** One text, in the order of its urgency and then of its arrival. */
    private final class Task implements Runnable, Comparable<Task> {
        private static final Comparator<Task> ORDER =
                Comparator.<Task, Urgency>comparing(task -> task.urgency).thenComparingLong(task -> task.arrival);

        private final Urgency urgency;
        private final long arrival = arrivals.getAndIncrement();
        private final String text;
        private final CompletableFuture<float[]> vector = new CompletableFuture<>();

        Task(String text, Urgency urgency) {
            this.text = text;
            this.urgency = urgency;
        }

        @Override
        public void run() {
            room.release();
            try {
                vector.complete(compute(text, urgency));
            } catch (OrtException | RuntimeException e) {
                vector.completeExceptionally(e);
            }
        }

        @Override
        public int compareTo(Task other) {
            return ORDER.compare(this, other);
        }
    }

    /** Many texts, without holding up those that somebody waits for; a single one at once by the calling thread. */
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        if (segments.size() == 1) {
            return Response.from(
                    List.of(Embedding.from(atOnce(segments.getFirst().text()))));
        }
        List<CompletableFuture<float[]>> futures = new ArrayList<>(segments.size());
        for (TextSegment segment : segments) {
            futures.add(embedAsync(segment.text(), Urgency.IN_BULK));
        }
        return Response.from(
                futures.stream().map(future -> Embedding.from(future.join())).toList());
    }

    /** The unit vector of a text that somebody waits for. */
    public CompletableFuture<float[]> embedAsync(String text) {
        return embedAsync(text, Urgency.NOW);
    }

    /** The unit vector of a text, computed by a worker. While the queue is full the caller waits. */
    public CompletableFuture<float[]> embedAsync(String text, Urgency urgency) {
        Task task = new Task(text, urgency);
        try {
            // Back-pressure: who brings a text into a full queue waits until a worker has taken one out.
            while (!room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                if (workers.isShutdown()) {
                    throw new RejectedExecutionException();
                }
            }
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            task.vector.completeExceptionally(new ModelException("The model is closed", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            task.vector.completeExceptionally(e);
        }
        return task.vector;
    }

    /** The unit vector of a search query, with the model's query prefix; computed at once by the calling thread. */
    public float[] embedQuery(String query) {
        return atOnce(model.queryPrefix() + query);
    }

    private float[] atOnce(String text) {
        try {
            return compute(text, Urgency.NOW);
        } catch (OrtException e) {
            throw new ModelException("The text cannot be embedded: " + e.getMessage(), e);
        }
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public String modelName() {
        return model.name();
    }

    /** Names everything that a vector depends on: model file, tokenizer, pooling, and the version of the runtime. */
    public String version() {
        return version;
    }

    /** Texts that wait for a worker. */
    public int waiting() {
        return workers.getQueue().size();
    }

    /** Ends what is running, refuses what is new. */
    @Override
    public void close() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                workers.shutdownNow();
                // Native memory is not freed under a run that still uses it.
                return;
            }
            if (!open.writeLock().tryLock(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                return;
            }
            try {
                if (!closed) {
                    closed = true;
                    session.close();
                    if (wideSession != session) {
                        wideSession.close();
                    }
                    tokenizer.close();
                }
            } finally {
                open.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OrtException e) {
            throw new ModelException("The model cannot be closed: " + e.getMessage(), e);
        }
    }

    private float[] compute(String text, Urgency urgency) throws OrtException {
        open.readLock().lock();
        try {
            if (closed) {
                throw new ModelException("The model is closed");
            }
            boolean alone = running.incrementAndGet() == 1 && urgency == Urgency.NOW && waiting() == 0;
            try {
                return run(
                        alone ? wideSession : session,
                        tokenizer.encode(wellFormed(text)).getIds());
            } finally {
                running.decrementAndGet();
            }
        } finally {
            open.readLock().unlock();
        }
    }

    private float[] run(OrtSession chosen, long[] ids) throws OrtException {
        long[] shape = {1, ids.length};
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            for (String name : chosen.getInputNames()) {
                long[] values = switch (name) {
                    case "input_ids" -> ids;
                    case "attention_mask" -> ones(ids.length);
                    default -> new long[ids.length];
                };
                inputs.put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
            }
            try (OrtSession.Result result = chosen.run(inputs)) {
                return sentence(result.get(0));
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** From {1, dimension} or {1, tokens, dimension}. */
    private float[] sentence(OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new ModelException("The model " + model.name() + " does not answer with a tensor.");
        }
        long[] shape = tensor.getInfo().getShape();
        FloatBuffer buffer = tensor.getFloatBuffer();
        if (buffer == null || shape.length < 2 || shape.length > 3 || shape[0] != 1) {
            throw new ModelException("The model %s answers with shape %s; wanted are vectors of one text or its tokens."
                    .formatted(model.name(), Arrays.toString(shape)));
        }
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        return shape.length == 2
                ? UnitVector.normalise(numbers)
                : model.pooling().pool(numbers, (int) shape[1], (int) shape[2]);
    }

    private static long[] ones(int length) {
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Lone surrogates become question marks: the tokenizer's native side takes valid Unicode only. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static HuggingFaceTokenizer tokenizer(SentenceModel model, byte[] json) {
        // The file of all-MiniLM cuts at 128 tokens without a word and pads to 128.
        Map<String, String> options = Map.of(
                "padding",
                "false",
                "truncation",
                "true",
                "maxLength",
                Integer.toString(model.tokensMax()),
                "modelMaxLength",
                Integer.toString(model.tokensMax()));
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
        } catch (IOException | RuntimeException e) {
            throw new ModelException(
                    "The tokenizer of %s cannot be read: %s".formatted(model.name(), e.getMessage()), e);
        }
    }

    private static String hash(SentenceModel model, byte[] onnx, byte[] tokenizer) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(onnx);
            sha.update(tokenizer);
            sha.update((model.pooling() + "/" + model.tokensMax()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
