package gripe.start;

import gripe.Problem;
import gripe.Traffic;
import gripe.Workspace;
import gripe.chat.Chat;
import gripe.configuration.GripeConfiguration;
import gripe.embedding.Embedder;
import gripe.embeddings.ModelException;
import gripe.embeddings.Natives;
import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.SentenceModel;
import gripe.grouping.Parameters;
import gripe.index.ChangeFollower;
import gripe.index.GripeIndex;
import gripe.painpoint.GroupingParameters;
import gripe.search.Calibration;
import gripe.search.Likeness;
import gripe.storage.GripeStore;
import gripe.storage.Layout;
import gripe.storage.PainPointStore;
import gripe.storage.server.OwnServer;
import gripe.storage.server.ServerInspection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the parts that are no beans by themselves. The context closes them in the opposite order. */
@Factory
final class Parts {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    private static final String NO_MODEL = "no model";
    private static final long LOADING_POLL_MILLIS = 200;

    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Singleton
    Traffic traffic() {
        return new Traffic();
    }

    @Singleton
    @Bean(preDestroy = "close")
    DataDirectory dataDirectory(GripeConfiguration configuration) {
        return DataDirectory.take(configuration.data());
    }

    /** Loads beside everything else. A name that is no model is a mistake; a model that fails is not the end. */
    @Singleton
    @Bean(preDestroy = "close")
    Embedder embedder(GripeConfiguration configuration, DataDirectory directory, MeterRegistry meters) {
        SentenceModel wanted;
        try {
            wanted = SentenceModel.named(configuration.model());
        } catch (ModelException e) {
            throw new StartProblem(StartProblem.CONFIGURATION, "GRIPE_MODEL: " + e.getMessage());
        }
        CompletableFuture<OnnxEmbeddingModel> loading = new CompletableFuture<>();
        Thread.ofPlatform().name("model-loader").daemon().start(() -> {
            try {
                Natives.keepIn(directory.natives());
                loading.complete(OnnxEmbeddingModel.load(wanted));
            } catch (RuntimeException | LinkageError e) {
                LOG.error("Gripes are found by their words only: {}", e.getMessage(), e);
                loading.completeExceptionally(e);
            }
        });
        return new Embedder(loading, meters);
    }

    @Singleton
    @Bean(preDestroy = "close")
    KeyDb keyDb(GripeConfiguration configuration, DataDirectory directory) {
        return KeyDb.use(configuration.keydbUri(), configuration.keydbCa(), directory);
    }

    @Singleton
    OwnServer ownServer(KeyDb keyDb) {
        return keyDb.own();
    }

    @Singleton
    @Bean(preDestroy = "close")
    GripeStore store(KeyDb keyDb) {
        GripeStore store = keyDb.connect();
        try {
            migrateOnceLoaded(store);
            return store;
        } catch (StartProblem e) {
            store.close();
            throw e;
        }
    }

    /** A server that reads many gripes from its disk takes a while: not a reason to give up. */
    private static void migrateOnceLoaded(GripeStore store) {
        boolean said = false;
        while (true) {
            try {
                Layout.migrate(store, Workspace.MAIN);
                return;
            } catch (Layout.UnreadableException e) {
                throw new StartProblem(StartProblem.DATA, String.valueOf(e.getMessage()));
            } catch (Problem e) {
                if (e.code() != Problem.Code.STORE_LOADING) {
                    throw new StartProblem(StartProblem.UNAVAILABLE, e.detail());
                }
            }
            if (!said) {
                LOG.info("Waiting for KeyDB, which is loading its data");
                said = true;
            }
            try {
                Thread.sleep(LOADING_POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartProblem(StartProblem.UNAVAILABLE, "Stopped while KeyDB was loading its data.");
            }
        }
    }

    @Singleton
    ServerInspection inspection(GripeStore store) {
        ServerInspection inspection = store.inspect();
        inspection.warnings().forEach(warning -> LOG.warn("{}", warning));
        return inspection;
    }

    @Singleton
    GripeIndex index(DataDirectory directory, Embedder embedder, @Value("${gripe.rebuild-index:false}") boolean rebuild)
            throws IOException {
        if (rebuild) {
            GripeIndex.throwAway(directory.index());
            LOG.info("The index was thrown away and is made anew");
        }
        return GripeIndex.open(directory.index(), version(embedder));
    }

    @Singleton
    @Bean(preDestroy = "close")
    ChangeFollower follower(
            GripeStore store,
            GripeIndex index,
            Embedder embedder,
            Clock clock,
            DataDirectory directory,
            MeterRegistry meters) {
        ChangeFollower follower = new ChangeFollower(
                store,
                index,
                embedder,
                version(embedder),
                Workspace.MAIN,
                clock,
                new LostGripes(directory.lost(), clock),
                meters);
        follower.start();
        return follower;
    }

    @Singleton
    Likeness likeness(GripeIndex index, GripeConfiguration configuration) {
        return new Likeness(index, Calibration.of(configuration.model()));
    }

    @Singleton
    PainPointStore painPointStore(GripeStore store) {
        return new PainPointStore(store);
    }

    @Singleton
    Parameters grouping(GripeConfiguration configuration) {
        return GroupingParameters.of(configuration.model());
    }

    @Singleton
    @Bean(preDestroy = "close")
    Chat chat(GripeConfiguration configuration) {
        return ChatConfiguration.of(configuration);
    }

    private static String version(Embedder embedder) {
        OnnxEmbeddingModel model = embedder.model();
        return model == null ? NO_MODEL : model.version();
    }
}
