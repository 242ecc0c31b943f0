package gripe.fault;

import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link KillRounds} on every kind of server. {@code deploy/kill-rounds.sh} runs as many as wanted; -Dgripe.kill.seed
 * repeats what a run did.
 */
class KillRoundsTest {
    /** Data and clients start anew after this many, so that comparing all of them stays quick. */
    private static final int ROUNDS_A_SERIES_MAX = 50;

    private final long seed = Long.getLong("gripe.kill.seed", new Random().nextLong());

    @TempDir
    private Path folder;

    private interface Series {
        KillRounds begin(Path folder, long seed) throws Exception;
    }

    @Test
    void ownServer() throws Exception {
        rounds("own server", 18, (at, seed) -> {
            Path data = at.resolve("data");
            return new KillRounds(KillRounds.ownOf(data), data, seed);
        });
    }

    @Test
    void operatorsServer() throws Exception {
        for (int done = 0, rounds = rounds(14), series = 0; done < rounds; done += ROUNDS_A_SERIES_MAX, series++) {
            Path at = folder.resolve("series" + series);
            // It rewrites its file all the time, so that it is killed in the middle of that too.
            try (RedisProcess server = RedisProcess.start(
                    at.resolve("keydb"), "auto-aof-rewrite-min-size", "16kb", "auto-aof-rewrite-percentage", "10")) {
                series(
                        RedisProcess.PROGRAM + " on a port",
                        Math.min(ROUNDS_A_SERIES_MAX, rounds - done),
                        new KillRounds(KillRounds.of(server), at.resolve("data"), seed + series));
            }
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "GRIPE_TEST_KEYDB_URI", matches = ".+")
    void serverOfTheEnvironment() throws Exception {
        RedisURI uri = ExternalServer.withAnEmptyDatabase();
        try {
            rounds("server of the environment", 6, (at, seed) -> {
                ExternalServer.flush(uri);
                return new KillRounds(KillRounds.at(uri.toURI().toString()), at.resolve("data"), seed);
            });
        } finally {
            ExternalServer.flush(uri);
        }
    }

    private void rounds(String server, int usual, Series begin) throws Exception {
        for (int done = 0, rounds = rounds(usual), series = 0; done < rounds; done += ROUNDS_A_SERIES_MAX, series++) {
            series(
                    server,
                    Math.min(ROUNDS_A_SERIES_MAX, rounds - done),
                    begin.begin(folder.resolve("series" + series), seed + series));
        }
    }

    private void series(String server, int rounds, KillRounds series) throws Exception {
        long start = System.nanoTime();
        try (series) {
            System.out.println("Kill rounds on the " + server + ": " + rounds + ", seed " + seed);
            series.run(rounds);
            System.out.printf(
                    "Kill rounds on the %s: %d in %d s, %s%n",
                    server, rounds, (System.nanoTime() - start) / 1_000_000_000, series.report());
        }
    }

    private static int rounds(int usual) {
        return Integer.getInteger("gripe.kill.rounds", usual);
    }
}
