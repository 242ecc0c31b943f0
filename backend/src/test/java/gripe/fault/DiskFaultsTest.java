package gripe.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gripe.start.ChildGripe;
import gripe.web.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Gripe does when its files cannot be written, or are not as it left them. */
class DiskFaultsTest {
    private static final int GRIPES = 40;

    /** Handles that Gripe needs for itself: some 130. */
    private static final int HANDLES = 180;

    @TempDir
    private Path folder;

    @Test
    void diskFull_refusesWhatItCannotKeep_andGoesOnWhenThereIsRoom() throws Exception {
        try (ChildGripe child = ChildGripe.start(onOwnDisk(folder, "size=72m"), settings(folder.resolve("data")))) {
            HttpGripe gripe = new HttpGripe(child.awaitReady());
            List<String> acknowledged = new ArrayList<>();
            capture(gripe, acknowledged, GRIPES);
            int shown = gripe.listed().size();
            Path filler = seenBy(child, folder).resolve("filler");
            fill(filler);
            // The last block of each file still has some room.
            Waiting.until("a refusal", () -> {
                String text = "gripe " + acknowledged.size();
                Answer answer = gripe.capture(text);
                if (answer.status() == 201) {
                    acknowledged.add(text);
                    return false;
                }
                assertThat(answer.problem()).startsWith("503 store_");
                assertThat(answer.header("Retry-After")).isNotEmpty();
                return true;
            });
            Waiting.until("ready to be red", () -> gripe.get("/health/ready").status() == 503);
            assertThat(gripe.get("/health/live").status()).isEqualTo(200);
            // Either all that was shown before or nothing: an index that fell back does not answer as if it were all.
            Answer listed = gripe.get("/api/v1/gripes?limit=200");
            if (listed.status() == 200) {
                assertThat(listed.json().get("items")).hasSizeGreaterThanOrEqualTo(shown);
                assertThat(listed.json().get("staleSince").isTextual()).isTrue();
            } else {
                assertThat(listed.problem()).isEqualTo("503 index_unavailable");
            }

            Files.delete(filler);
            gripe.awaitReady();
            capture(gripe, acknowledged, GRIPES);
            assertThat(gripe.exported()).containsExactlyInAnyOrderElementsOf(acknowledged);
            assertThat(gripe.listed()).containsExactlyInAnyOrderElementsOf(acknowledged);
        }
    }

    @Test
    void diskOfTheIndexFull_capturesAreKept_saySo_andAreFoundWhenThereIsRoom() throws Exception {
        Path index = Files.createDirectories(folder.resolve("data/index"));
        try (ChildGripe child = ChildGripe.start(onOwnDisk(index, "size=8m"), settings(folder.resolve("data")))) {
            HttpGripe gripe = new HttpGripe(child.awaitReady());
            gripe.awaitReady();
            List<String> acknowledged = new ArrayList<>();
            capture(gripe, acknowledged, GRIPES);
            Path filler = seenBy(child, index).resolve("filler");
            fill(filler);
            capture(gripe, acknowledged, 1);
            Waiting.until(
                    "the index to have failed", () -> gripe.get("/health/ready").status() == 503);
            Answer unfound = gripe.capture("while the index is down");
            acknowledged.add("while the index is down");
            assertThat(unfound.status()).as(unfound.body()).isEqualTo(201);
            assertThat(unfound.json().get("searchable").asBoolean()).isFalse();

            Files.delete(filler);
            gripe.awaitReady();
            assertThat(gripe.listed()).containsExactlyInAnyOrderElementsOf(acknowledged);
            assertThat(gripe.capture("afterwards").json().get("searchable").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void directoryReadOnly_isSaidAtTheStart() throws Exception {
        try (ChildGripe child = ChildGripe.start(onOwnDisk(folder, "size=1m,ro"), settings(folder.resolve("data")))) {
            assertThat(child.awaitExit()).isEqualTo(78);
            assertThat(child.errors())
                    .contains("Gripe cannot start. The data folder " + folder.resolve("data") + " cannot be used")
                    .contains("Read-only file system");
        }
    }

    enum Damage {
        COMMIT_CUT_OFF,
        LARGEST_FILE_CUT_OFF,
        LARGEST_FILE_OVERWRITTEN,
        ONE_BIT_TURNED,
        FILE_GONE
    }

    @ParameterizedTest
    @EnumSource
    void indexDamagedWhileStopped_isMadeAnew(Damage damage) throws Exception {
        Path data = folder.resolve("data");
        List<String> acknowledged = new ArrayList<>();
        try (ChildGripe child = ChildGripe.start(settings(data))) {
            capture(new HttpGripe(child.awaitReady()), acknowledged, GRIPES);
        }
        Path largest = largest(data.resolve("index"));
        switch (damage) {
            case COMMIT_CUT_OFF -> cutOff(commit(data.resolve("index")), 20);
            case LARGEST_FILE_CUT_OFF -> cutOff(largest, 100);
            case LARGEST_FILE_OVERWRITTEN -> overwrite(largest);
            case ONE_BIT_TURNED -> turnOneBit(largest);
            case FILE_GONE -> Files.delete(largest);
        }
        try (ChildGripe child = ChildGripe.start(settings(data))) {
            HttpGripe gripe = new HttpGripe(child.awaitReady());
            Waiting.until("the damage to be said", () -> child.errors().contains("making it anew"));
            gripe.awaitReady();
            assertThat(gripe.listed()).containsExactlyInAnyOrderElementsOf(acknowledged);
            assertThat(gripe.get("/api/v1/search?q=gripe+7").body()).contains("\"gripe 7\"");
        }
    }

    @Test
    void indexCutOffWhileRunning_isMadeAnew() throws Exception {
        Path data = folder.resolve("data");
        List<String> acknowledged = new ArrayList<>();
        try (ChildGripe child = ChildGripe.start(settings(data))) {
            HttpGripe gripe = new HttpGripe(child.awaitReady());
            capture(gripe, acknowledged, GRIPES);
            // Else the next run groups them, which writes them all anew, at first into memory: no file would be read.
            Waiting.until(
                    "a pain point",
                    () -> !gripe.get("/api/v1/pain-points").json().get("items").isEmpty());
        }
        try (ChildGripe child = ChildGripe.start(settings(data))) {
            HttpGripe gripe = new HttpGripe(child.awaitReady());
            gripe.awaitReady();
            Waiting.until("the damage to be noticed", () -> {
                // Once more each time: what was the largest may have been merged into another and be needed no more.
                try {
                    cutOff(largest(data.resolve("index")), Integer.MAX_VALUE);
                } catch (NoSuchFileException e) {
                    return child.errors().contains("making it anew");
                }
                gripe.get("/api/v1/search?q=gripe");
                return child.errors().contains("making it anew");
            });
            Waiting.until("an index made anew", () -> gripe.listed().size() == GRIPES);
            capture(gripe, acknowledged, 1);
            assertThat(gripe.listed()).containsExactlyInAnyOrderElementsOf(acknowledged);
        }
    }

    @Test
    void appendOnlyFileCutOff_keepsWhatIsReadable_andSaysWhatIsMissing() throws Exception {
        Path data = folder.resolve("data");
        List<String> acknowledged = new ArrayList<>();
        try (ChildGripe child = ChildGripe.start(settings(data))) {
            capture(new HttpGripe(child.awaitReady()), acknowledged, GRIPES);
        }
        cutOffWithin(appendOnlyFile(data), "gripe " + (GRIPES - 5));
        try (ChildGripe child = ChildGripe.start(settings(data))) {
            HttpGripe gripe = new HttpGripe(child.awaitReady());
            Waiting.until(
                    "what is missing to be said",
                    () -> gripe.get("/health/ready").body().contains("came back with older data"));
            gripe.awaitReady();
            List<String> kept = gripe.exported();
            assertThat(kept).isNotEmpty().isSubsetOf(acknowledged).hasSizeLessThan(GRIPES);
            assertThat(gripe.listed()).containsExactlyInAnyOrderElementsOf(kept);
            String warnings = gripe.get("/health/ready").json().get("warnings").toString();
            int missing = GRIPES - kept.size();
            assertThat(warnings)
                    .contains("ended in the middle of a write")
                    .contains(missing + " gripes are gone or older there");
            Path lost = Path.of(warnings.replaceFirst(".* kept in (\\S+\\.ndjson) .*", "$1"));
            assertThat(gripe.post("/api/v1/import", Files.readString(lost))
                            .body()
                            .lines())
                    .hasSize(missing);
            assertThat(gripe.listed()).containsExactlyInAnyOrderElementsOf(acknowledged);
        }
    }

    @Test
    void rebuildIndex_findsWhatWasKept() throws Exception {
        Path data = folder.resolve("data");
        List<String> acknowledged = new ArrayList<>();
        try (ChildGripe child = ChildGripe.start(settings(data))) {
            capture(new HttpGripe(child.awaitReady()), acknowledged, 3);
        }
        try (ChildGripe child = ChildGripe.start(settings(data), "--rebuild-index")) {
            HttpGripe gripe = new HttpGripe(child.awaitReady());
            gripe.awaitReady();
            assertThat(gripe.listed()).containsExactlyInAnyOrderElementsOf(acknowledged);
        }
    }

    @Test
    void fileHandlesExhausted_answersAgainWhenThereAreSome() throws Exception {
        List<String> fewHandles = List.of("prlimit", "--nofile=" + HANDLES + ":" + HANDLES);
        try (ChildGripe child = ChildGripe.start(fewHandles, settings(folder.resolve("data")))) {
            HttpGripe gripe = new HttpGripe(child.awaitReady());
            gripe.awaitReady();
            List<String> acknowledged = new ArrayList<>();
            capture(gripe, acknowledged, GRIPES);
            List<String> unanswered = new ArrayList<>();
            List<Socket> idle = new ArrayList<>();
            try {
                for (int i = 0; i < HANDLES * 2; i++) {
                    idle.add(new Socket(
                            InetAddress.getLoopbackAddress(),
                            URI.create(gripe.address()).getPort()));
                }
                Path handles = Path.of("/proc", Long.toString(child.process().pid()), "fd");
                Waiting.until("no handle left", () -> count(handles) >= HANDLES - 1);
                // This client is connected already; where its connection has to be made anew nobody can accept it.
                for (int i = 0; i < GRIPES && unanswered.isEmpty(); i++) {
                    String text = "crowded " + i;
                    try {
                        Answer answer = gripe.capture(text);
                        assertThat(answer.status()).as(answer.body()).isIn(201, 503);
                        if (answer.status() == 201) {
                            acknowledged.add(text);
                        }
                    } catch (HttpTimeoutException e) {
                        unanswered.add(text);
                    }
                }
            } finally {
                for (Socket socket : idle) {
                    socket.close();
                }
            }
            gripe.awaitReady();
            capture(gripe, acknowledged, GRIPES);
            List<String> kept = gripe.exported();
            assertThat(kept).doesNotHaveDuplicates().containsAll(acknowledged);
            acknowledged.addAll(unanswered);
            assertThat(kept).isSubsetOf(acknowledged);
            assertThat(gripe.listed()).containsExactlyInAnyOrderElementsOf(kept);
        }
    }

    private static Map<String, String> settings(Path data) {
        return Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0");
    }

    private static void capture(HttpGripe gripe, List<String> acknowledged, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            String text = "gripe " + acknowledged.size();
            Answer answer = gripe.capture(text);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            acknowledged.add(text);
        }
    }

    /** A small disk that only this process and its children see. */
    private static List<String> onOwnDisk(Path place, String options) throws Exception {
        List<String> command =
                List.of("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o " + options + " tmpfs \"$0\" && exec \"$@\"");
        List<String> trial = Stream.concat(command.stream(), Stream.of(place.toString(), "true"))
                .toList();
        boolean possible;
        try {
            possible = new ProcessBuilder(trial).start().waitFor() == 0;
        } catch (IOException e) {
            possible = false;
        }
        assumeTrue(possible, "No disk can be mounted here: unshare -rm is not allowed");
        return Stream.concat(command.stream(), Stream.of(place.toString())).toList();
    }

    private static Path seenBy(ChildGripe child, Path path) {
        return Path.of("/proc", Long.toString(child.process().pid()), "root", path.toString());
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[4_096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static Path largest(Path index) throws IOException {
        try (Stream<Path> files = Files.list(index)) {
            return files.max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static Path commit(Path index) throws IOException {
        try (Stream<Path> files = Files.list(index)) {
            return files.filter(file -> file.getFileName().toString().startsWith("segments_"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Of one server's kind or the other's. */
    private static Path appendOnlyFile(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("keydb"))) {
            return files.filter(file -> file.getFileName().toString().matches("appendonly.*aof"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void cutOff(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(0, channel.size() - bytes));
        }
    }

    /** In the middle of where it first stands: what is written later, of pain points, say, is gone too. */
    private static void cutOffWithin(Path file, String text) throws IOException {
        int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(at + 3L);
        }
    }

    /** Half of it, from a quarter on. */
    private static void overwrite(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long size = channel.size();
            channel.write(ByteBuffer.wrap("?".repeat((int) size / 2).getBytes(StandardCharsets.UTF_8)), size / 4);
        }
    }

    /** In the middle, where nothing but its sum tells. */
    private static void turnOneBit(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long middle = channel.size() / 2;
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, middle);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, middle);
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
