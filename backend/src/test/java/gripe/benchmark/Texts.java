package gripe.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Gripes and queries of real words, none twice: a text that was embedded lately is not embedded again. */
final class Texts {
    private final List<String> gripes = column("gripes.tsv", 1);
    private final List<String> queries = column("gripe_queries.tsv", 0);
    private final Set<String> used = new HashSet<>();
    private final Random random = new Random(1);

    /** One trouble and a part of another one: 3 to 40 words. */
    String gripe() {
        String text;
        do {
            String[] other = any(gripes).split(" ", -1);
            text = any(gripes) + ", " + String.join(" ", List.of(other).subList(0, 1 + random.nextInt(other.length)));
        } while (!used.add(text));
        return text;
    }

    /** A query and a word of a trouble. */
    String query() {
        String text;
        do {
            String[] other = any(gripes).split(" ", -1);
            text = any(queries) + " " + other[random.nextInt(other.length)];
        } while (!used.add(text));
        return text;
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static List<String> column(String file, int column) {
        try (InputStream in = Texts.class.getResourceAsStream("/data/" + file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1)[column])
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
