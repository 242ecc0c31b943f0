package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.Workspace;
import gripe.backup.Backup;
import gripe.backup.Progress;
import gripe.backup.Restore;
import gripe.painpoint.Catalogue.View;
import gripe.painpoint.Corrections.Made;
import gripe.storage.GripeStore;
import gripe.storage.PainPointStore;
import gripe.storage.RawStore;
import gripe.storage.StoredPainPoint;
import gripe.storage.server.EmbeddedServer;
import gripe.web.Answer;
import gripe.web.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corrections are law: no re-grouping, restart, index made anew, restore, or import breaks them; and each can be undone. */
class CorrectionsTest {
    private static final Workspace WORKSPACE = Workspace.MAIN;
    private static final int TEXTS = 150;
    private static final int RUNS_MAX = 8;
    private static final int DECISIONS = 30;
    private static final Progress QUIET = new Progress(new PrintStream(OutputStream.nullOutputStream()));

    @TempDir
    private Path folder;

    @Test
    void undo_ofEachKind_restoresTheExactState() throws IOException {
        try (TestServer gripe = TestServer.start(Map.of());
                Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            fill(gripe, 0);
            gripe.bean(Regrouping.class).run();
            Corrections corrections = gripe.bean(Corrections.class);
            List<String> painPoints = alive(gripe);
            assertThat(painPoints).hasSizeGreaterThan(4);
            String first = painPoints.get(0);
            String second = painPoints.get(1);
            List<String> members = members(gripe, first);
            List<String> some = members.subList(0, members.size() / 2);

            List<Function<Corrections, Made>> kinds = List.of(
                    with -> with.rename(WORKSPACE, first, "Something else", "Ada"),
                    with -> with.note(WORKSPACE, first, "Restart it", null),
                    with -> with.pin(WORKSPACE, first, true, null),
                    with -> with.merge(WORKSPACE, first, second, null),
                    with -> with.split(WORKSPACE, first, some, null, null),
                    with -> with.move(WORKSPACE, first, some, second, null),
                    with -> with.move(WORKSPACE, first, some, null, null),
                    with -> with.neverGroup(WORKSPACE, members, null),
                    with -> with.neverGroup(WORKSPACE, List.of(members.get(0)), null),
                    with -> with.fix(WORKSPACE, first, "New cable", null, null),
                    with -> with.fix(WORKSPACE, first, null, Instant.parse("2020-01-01T00:00:00Z"), null),
                    with -> with.ignore(WORKSPACE, first, null, null),
                    with -> with.rate(WORKSPACE, 80.0, "EUR", null));
            for (Function<Corrections, Made> kind : kinds) {
                Map<String, Object> before = state(gripe);
                Made made = kind.apply(corrections);
                assertThat(state(gripe)).as(made.kind()).isNotEqualTo(before);
                requireLawful(gripe);
                Made undone = corrections.undo(WORKSPACE, made.id(), "Grace");
                assertThat(undone.id()).isEqualTo(made.id());
                assertThat(state(gripe)).as("undone " + made.kind()).isEqualTo(before);
                Answer again = gripe.post("/api/v1/decisions/" + made.id() + "/undo", "{}");
                assertThat(again.problem()).isEqualTo("409 already_undone");
            }
            // All at once, and back in the opposite order.
            List<Map<String, Object>> states = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            for (Function<Corrections, Made> kind : kinds.subList(0, 4)) {
                states.add(state(gripe));
                ids.add(kind.apply(corrections).id());
            }
            for (int i = ids.size() - 1; i >= 0; i--) {
                var unused = corrections.undo(WORKSPACE, ids.get(i), null);
                assertThat(state(gripe)).isEqualTo(states.get(i));
            }
            JsonNode decisions =
                    gripe.get("/api/v1/pain-points/" + first).json().get("decisions");
            assertThat(decisions).allMatch(decision -> !decision.get("undoneAt").isNull());
            assertThat(decisions)
                    .anyMatch(decision -> decision.get("by").asText().equals("Ada")
                            && decision.get("undoneBy").asText().equals("Grace"));
        }
    }

    @Test
    void law_holdsThroughGroupingRestartRebuildRestoreAndImport() throws IOException {
        Map<String, Object> settings =
                Map.of("gripe.data", folder.resolve("data").toString());
        Path backup = folder.resolve("backup");
        String export;
        Map<String, Object> state;
        try (TestServer gripe = TestServer.start(settings);
                Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            fill(gripe, 0);
            gripe.bean(Regrouping.class).run();
            Random random = new Random(5);
            for (int i = 0; i < DECISIONS; i++) {
                decide(gripe, random);
                requireLawful(gripe);
                if (i % 5 == 4) {
                    gripe.bean(Regrouping.class).run();
                    requireLawful(gripe);
                }
            }
            // What comes later does not break it either.
            fill(gripe, TEXTS);
            gripe.bean(Regrouping.class).run();
            requireLawful(gripe);
            state = settled(gripe);
            export = gripe.get("/api/v1/export").body();
            try (OutputStream out = Files.newOutputStream(backup)) {
                var unused = new Backup(store(gripe), Clock.systemUTC(), QUIET).write(out, null);
            }
        }
        try (TestServer gripe = TestServer.start(settings)) {
            assertThat(state(gripe)).isEqualTo(state);
            gripe.bean(Regrouping.class).run();
            requireLawful(gripe);
            assertThat(state(gripe)).isEqualTo(state);
        }
        Map<String, Object> rebuilt = new HashMap<>(settings);
        rebuilt.put("gripe.rebuild-index", true);
        try (TestServer gripe = TestServer.start(rebuilt)) {
            gripe.bean(Regrouping.class).run();
            requireLawful(gripe);
            assertThat(state(gripe)).isEqualTo(state);
        }
        Path elsewhereToo = folder.resolve("restored");
        restore(backup, elsewhereToo);
        try (TestServer restored = TestServer.start(Map.of("gripe.data", elsewhereToo.toString()));
                Regrouping.Hold hold = restored.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            assertThat(state(restored)).isEqualTo(state);
            restored.bean(Regrouping.class).run();
            requireLawful(restored);
            assertThat(state(restored)).isEqualTo(state);
            assertThat(restored.get("/api/v1/export").body()).isEqualTo(export);
            // And it goes on being law there.
            for (int i = 0; i < 5; i++) {
                decide(restored, new Random(i));
                requireLawful(restored);
            }
            restored.bean(Regrouping.class).run();
            requireLawful(restored);
        }
        try (TestServer elsewhere = TestServer.start(Map.of());
                Regrouping.Hold hold = elsewhere.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            Answer imported = elsewhere.importLines(export);
            assertThat(imported.body().lines().map(Answer::json)).allMatch(result -> result.has("id"));
            elsewhere.bean(Regrouping.class).run();
            requireLawful(elsewhere);
            assertThat(state(elsewhere)).isEqualTo(state);
            assertThat(elsewhere.get("/api/v1/export").body()).isEqualTo(export);
            assertThat(elsewhere.importLines(export).status()).isEqualTo(200);
            assertThat(elsewhere.get("/api/v1/export").body()).isEqualTo(export);
        }
    }

    /** A gripe that joins a pain point which somebody decided about is held there, and may draw others at the next run. */
    private Map<String, Object> settled(TestServer gripe) {
        Map<String, Object> before = state(gripe);
        for (int run = 0; run < RUNS_MAX; run++) {
            gripe.bean(Regrouping.class).run();
            Map<String, Object> after = state(gripe);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
        throw new AssertionError("Grouping does not settle");
    }

    @Test
    void import_thatWasBrokenOff_isRepairedByRepeatingIt() throws IOException {
        String export;
        Map<String, Object> state;
        try (TestServer gripe = TestServer.start(Map.of());
                Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            fill(gripe, 0);
            gripe.bean(Regrouping.class).run();
            Corrections corrections = gripe.bean(Corrections.class);
            List<String> painPoints = alive(gripe);
            var unused = corrections.rename(WORKSPACE, painPoints.get(0), "Something else", null);
            var unusedToo = corrections.merge(WORKSPACE, painPoints.get(1), painPoints.get(2), null);
            var unusedSettled = settled(gripe);
            state = stateButForDerivedNames(gripe);
            export = gripe.get("/api/v1/export").body();
        }
        List<String> lines = export.lines().toList();
        int gripes = (int) lines.stream()
                .filter(line -> line.startsWith("{\"type\":\"gripe\""))
                .count();
        assertThat(gripes).isEqualTo(TEXTS);
        for (int end : List.of(gripes, gripes + (lines.size() - gripes) / 2)) {
            try (TestServer elsewhere = TestServer.start(Map.of());
                    Regrouping.Hold hold = elsewhere.bean(Regrouping.class).hold()) {
                assertThat(hold).isNotNull();
                assertThat(elsewhere
                                .importLines(String.join("\n", lines.subList(0, end)))
                                .status())
                        .isEqualTo(200);
                elsewhere.bean(Regrouping.class).run();
                assertThat(elsewhere.importLines(export).status()).isEqualTo(200);
                elsewhere.bean(Regrouping.class).run();
                assertThat(stateButForDerivedNames(elsewhere))
                        .as("broken off after " + end)
                        .isEqualTo(state);
            }
        }
    }

    @Test
    void import_ofAGripe_doesNotPutItWhereItMayNotBe() throws IOException {
        try (TestServer gripe = TestServer.start(Map.of());
                Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            fill(gripe, 0);
            gripe.bean(Regrouping.class).run();
            String export = gripe.get("/api/v1/export").body();
            Corrections corrections = gripe.bean(Corrections.class);
            List<String> painPoints = alive(gripe);
            List<String> first = members(gripe, painPoints.get(0));
            List<String> second = members(gripe, painPoints.get(1));
            List<String> third = members(gripe, painPoints.get(2));
            var unused = corrections.move(WORKSPACE, painPoints.get(0), first.subList(0, 1), null, null);
            var unusedToo = corrections.neverGroup(WORKSPACE, second, null);
            var unusedThree = corrections.neverGroup(WORKSPACE, third.subList(0, 1), null);
            requireLawful(gripe);
            assertThat(gripe.importLines(export).status()).isEqualTo(200);
            requireLawful(gripe);
        }
    }

    @Test
    void neverGroup_ofAllItsGripes_endsThePainPoint() throws IOException {
        try (TestServer gripe = TestServer.start(Map.of());
                Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            fill(gripe, 0);
            gripe.bean(Regrouping.class).run();
            String first = alive(gripe).get(0);
            Made made = gripe.bean(Corrections.class).neverGroup(WORKSPACE, members(gripe, first), null);
            assertThat(alive(gripe)).doesNotContain(first);
            gripe.bean(Regrouping.class).run();
            assertThat(alive(gripe)).doesNotContain(first);
            requireLawful(gripe);
            var unused = gripe.bean(Corrections.class).undo(WORKSPACE, made.id(), null);
            assertThat(alive(gripe)).contains(first);
        }
    }

    @Test
    void names_stayThroughSplitMergeAndUndo() throws IOException {
        try (TestServer gripe = TestServer.start(Map.of());
                Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            fill(gripe, 0);
            gripe.bean(Regrouping.class).run();
            Corrections corrections = gripe.bean(Corrections.class);
            List<String> bySize = new ArrayList<>(alive(gripe));
            bySize.sort(Comparator.comparing((String id) -> members(gripe, id).size())
                    .reversed());
            String large = bySize.get(0);
            String small = bySize.get(bySize.size() - 1);
            for (String id : List.of(large, small)) {
                title(gripe, id);
            }
            List<String> members = members(gripe, large);
            String split = corrections
                    .split(WORKSPACE, large, members.subList(1, members.size()), null, null)
                    .id();
            gripe.bean(Regrouping.class).run();
            assertThat(label(gripe, large)).isEqualTo("Title of " + large);
            var unused = corrections.undo(WORKSPACE, split, null);
            gripe.bean(Regrouping.class).run();
            assertThat(label(gripe, large)).isEqualTo("Title of " + large);

            String merge = corrections.merge(WORKSPACE, large, small, null).id();
            gripe.bean(Regrouping.class).run();
            assertThat(label(gripe, small)).isEqualTo("Title of " + small);
            var unusedToo = corrections.undo(WORKSPACE, merge, null);
            gripe.bean(Regrouping.class).run();
            assertThat(label(gripe, small)).isEqualTo("Title of " + small);
            assertThat(label(gripe, large)).isEqualTo("Title of " + large);
        }
    }

    private static void title(TestServer gripe, String id) {
        gripe.bean(Catalogue.class)
                .<Boolean>change(
                        WORKSPACE,
                        view -> new Catalogue.Change<>(
                                new PainPointStore.Step(
                                        List.of(PainPoints.required(view, id)
                                                .withTitle(new StoredPainPoint.Title("Title of " + id, null, "test"))),
                                        List.of(),
                                        List.of(),
                                        Map.of()),
                                true));
    }

    private static String label(TestServer gripe, String id) {
        View view = gripe.bean(Catalogue.class).view(WORKSPACE);
        return view.label(PainPoints.required(view, id));
    }

    @Test
    void names_ofPeopleAreNotDerivedForOthers() throws IOException {
        try (TestServer gripe = TestServer.start(Map.of());
                Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            importAll(gripe, Collections.nCopies(3, "the printer is out of toner"));
            gripe.bean(Regrouping.class).run();
            String printer = alive(gripe).get(0);
            var unused = gripe.bean(Corrections.class).rename(WORKSPACE, printer, "The VPN dropped", null);
            importAll(gripe, Collections.nCopies(3, "the VPN dropped"));
            gripe.bean(Regrouping.class).run();
            List<String> labels =
                    alive(gripe).stream().map(id -> label(gripe, id)).toList();
            assertThat(labels).hasSize(2);
            assertThat(labels.stream().map(Phrases::plain)).doesNotHaveDuplicates();
        }
    }

    @Test
    void themes_keepTheirIdsWhenTheirFirstPainPointEnds() throws IOException {
        try (TestServer gripe = TestServer.start(Map.of());
                Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            fill(gripe, 0);
            gripe.bean(Regrouping.class).run();
            Map<String, Set<String>> themes = new TreeMap<>();
            for (String id : alive(gripe)) {
                themes.computeIfAbsent(theme(gripe, id), key -> new TreeSet<>()).add(id);
            }
            String theme = themes.entrySet().stream()
                    .filter(one -> one.getValue().size() > 2)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            var unused = gripe.bean(Corrections.class).neverGroup(WORKSPACE, members(gripe, theme), null);
            gripe.bean(Regrouping.class).run();
            assertThat(alive(gripe)).doesNotContain(theme);
            assertThat(alive(gripe)).anyMatch(id -> theme.equals(theme(gripe, id)));
        }
    }

    private static String theme(TestServer gripe, String id) {
        return String.valueOf(PainPoints.required(gripe.bean(Catalogue.class).view(WORKSPACE), id)
                .theme());
    }

    /** Whoever has most of a pain point's gripes, most of which are of that pain point, goes by its id. */
    @Test
    void ids_staySoLongAsMostGripesStayTogether() throws IOException {
        for (int seed = 0; seed < 2; seed++) {
            try (TestServer gripe = TestServer.start(Map.of());
                    Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
                assertThat(hold).isNotNull();
                List<String> lines = new ArrayList<>(texts().subList(0, 2 * TEXTS));
                Collections.shuffle(lines, new Random(seed));
                Map<String, String> before = Map.of();
                Set<String> everSeen = new HashSet<>();
                for (int from = 0; from < lines.size(); from += 30) {
                    importAll(gripe, lines.subList(from, from + 30));
                    gripe.bean(Regrouping.class).run();
                    Map<String, String> after = assigned(gripe);
                    everSeen.addAll(after.values());
                    Map<String, String> there = before;
                    for (String painPoint : new TreeSet<>(before.values())) {
                        String most = most(after, gripeId -> painPoint.equals(there.get(gripeId)));
                        if (most != null && painPoint.equals(most(there, gripeId -> most.equals(after.get(gripeId))))) {
                            assertThat(most).isEqualTo(painPoint);
                        }
                    }
                    for (String id : everSeen) {
                        assertThat(gripe.get("/api/v1/pain-points/" + id).status())
                                .isEqualTo(200);
                    }
                    before = after;
                }
                // The same gripes make the same groups again.
                Map<String, Object> state = state(gripe);
                gripe.bean(Regrouping.class).run();
                assertThat(state(gripe)).isEqualTo(state);
            }
        }
    }

    /** The pain point of most of these gripes; null where two have as many. */
    private static @Nullable String most(Map<String, String> assigned, Function<String, Boolean> of) {
        Map<String, Integer> counts = new TreeMap<>();
        assigned.forEach((gripe, painPoint) -> {
            if (of.apply(gripe)) {
                counts.merge(painPoint, 1, Integer::sum);
            }
        });
        int best = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<String> first = counts.entrySet().stream()
                .filter(entry -> entry.getValue() == best)
                .map(Map.Entry::getKey)
                .toList();
        return first.size() == 1 ? first.get(0) : null;
    }

    private static void decide(TestServer gripe, Random random) {
        Corrections corrections = gripe.bean(Corrections.class);
        List<String> painPoints = alive(gripe);
        String one = painPoints.get(random.nextInt(painPoints.size()));
        String other = painPoints.get(random.nextInt(painPoints.size()));
        List<String> members = members(gripe, one);
        Collections.shuffle(members, random);
        List<String> some = members.subList(0, 1 + random.nextInt(Math.max(1, members.size() / 2)));
        List<String> all = new ArrayList<>(ids(gripe));
        Collections.shuffle(all, random);
        switch (random.nextInt(12)) {
            case 0 -> corrections.rename(WORKSPACE, one, "Named " + random.nextInt(1_000), null);
            case 1 -> {
                if (!one.equals(other)) {
                    corrections.merge(WORKSPACE, one, other, null);
                }
            }
            case 2 -> {
                if (some.size() < members.size()) {
                    corrections.split(WORKSPACE, one, some, null, null);
                }
            }
            case 3 -> {
                if (!one.equals(other)) {
                    corrections.move(WORKSPACE, one, some, other, null);
                }
            }
            case 4 -> corrections.move(WORKSPACE, one, some, null, null);
            case 5 -> corrections.neverGroup(WORKSPACE, all.subList(0, 1), null);
            case 6 -> corrections.neverGroup(WORKSPACE, all.subList(0, 2 + random.nextInt(5)), null);
            case 7 -> corrections.note(WORKSPACE, one, "Helps " + random.nextInt(1_000), "Ada");
            case 8 -> corrections.pin(WORKSPACE, one, random.nextBoolean(), null);
            // Gripes of a later time show at once that it came back.
            case 9 -> corrections.fix(WORKSPACE, one, "Mended", random.nextBoolean() ? Instant.EPOCH : null, null);
            case 10 -> corrections.ignore(WORKSPACE, one, Instant.parse("2100-01-01T00:00:00Z"), "Grace");
            default -> {
                var open = gripe.bean(Catalogue.class).view(WORKSPACE).decisions().stream()
                        .filter(decision -> !decision.undone())
                        .toList();
                if (!open.isEmpty()) {
                    corrections.undo(
                            WORKSPACE, open.get(random.nextInt(open.size())).id(), null);
                }
            }
        }
    }

    private static RawStore store(TestServer gripe) {
        return new RawStore(gripe.bean(GripeStore.class), WORKSPACE);
    }

    /** Into the place where a Gripe that is started on this folder looks for its store. */
    private static void restore(Path backup, Path data) throws IOException {
        Path server = Files.createDirectories(data).resolve("keydb");
        try (EmbeddedServer target = EmbeddedServer.start(server);
                GripeStore store = GripeStore.connect(target.uri())) {
            Restore restore = new Restore(null, QUIET);
            assertThat(restore.restore(restore.check(backup), new RawStore(store, WORKSPACE)))
                    .isPositive();
        }
    }

    private static void requireLawful(TestServer gripe) {
        View view = gripe.bean(Catalogue.class).view(WORKSPACE);
        Map<String, String> assigned = assigned(gripe);
        Set<String> there = ids(gripe);
        view.law().held().forEach((gripeId, painPoint) -> {
            if (there.contains(gripeId)) {
                assertThat(assigned.get(gripeId))
                        .as("where " + gripeId + " is held")
                        .isEqualTo(painPoint.isEmpty() ? null : view.resolved(painPoint));
            }
        });
        view.law().banned().forEach((gripeId, painPoints) -> {
            if (!view.law().held().containsKey(gripeId)) {
                painPoints.forEach(painPoint -> assertThat(view.resolved(painPoint))
                        .as("where " + gripeId + " may not be")
                        .isNotEqualTo(assigned.get(gripeId)));
            }
        });
        view.law().apart().forEach(set -> {
            List<String> of = set.stream()
                    .map(assigned::get)
                    .filter(java.util.Objects::nonNull)
                    .toList();
            assertThat(of).as("apart " + set).doesNotHaveDuplicates();
        });
    }

    /** All that people see or rely on: where each gripe is, what each pain point is called and how it stands, the law. */
    private static Map<String, Object> state(TestServer gripe) {
        View view = gripe.bean(Catalogue.class).view(WORKSPACE);
        Map<String, Object> state = new TreeMap<>();
        Map<String, String> assigned = assigned(gripe);
        state.put("assigned", assigned);
        long now = Instant.now().toEpochMilli();
        for (StoredPainPoint painPoint : view.painPoints()) {
            String id = painPoint.id();
            if (painPoint.into() == null && assigned.containsValue(id)) {
                state.put(
                        id,
                        List.of(
                                view.label(painPoint),
                                view.law().pinned(id),
                                view.law().state(id, now).status(),
                                String.valueOf(view.law().note(id)),
                                view.law().notedAt(id),
                                view.law().fixes(id)));
            }
        }
        state.put("held", new TreeMap<>(view.law().held()));
        Map<String, Set<String>> banned = new TreeMap<>(view.law().banned());
        banned.values().removeIf(Set::isEmpty);
        state.put("banned", banned);
        state.put("apart", view.law().apart());
        state.put("price", String.valueOf(view.law().price()));
        return state;
    }

    /** A derived name stays until its pain point is twice, or half, as large: it says how the pain point grew. */
    private static Map<String, Object> stateButForDerivedNames(TestServer gripe) {
        View view = gripe.bean(Catalogue.class).view(WORKSPACE);
        Map<String, Object> state = state(gripe);
        state.replaceAll((id, told) -> told instanceof List<?> of
                        && view.find(id) != null
                        && view.law().label(id) == null
                ? of.subList(1, of.size())
                : told);
        return state;
    }

    private static Set<String> ids(TestServer gripe) {
        Set<String> ids = new TreeSet<>();
        gripe.bean(GripeStore.class)
                .forEach(
                        WORKSPACE, (stored, painPoint) -> ids.add(stored.gripe().id()));
        return ids;
    }

    private static Map<String, String> assigned(TestServer gripe) {
        View view = gripe.bean(Catalogue.class).view(WORKSPACE);
        Map<String, String> assigned = new TreeMap<>();
        gripe.bean(PainPointStore.class)
                .assigned(WORKSPACE, List.copyOf(ids(gripe)))
                .forEach((id, painPoint) -> assigned.put(id, view.resolved(painPoint)));
        return assigned;
    }

    private static List<String> alive(TestServer gripe) {
        return List.copyOf(new TreeSet<>(assigned(gripe).values()));
    }

    private static List<String> members(TestServer gripe, String painPoint) {
        List<String> members = new ArrayList<>();
        assigned(gripe).forEach((id, of) -> {
            if (of.equals(painPoint)) {
                members.add(id);
            }
        });
        return members;
    }

    private static void fill(TestServer gripe, int from) throws IOException {
        importAll(gripe, texts().subList(from, from + TEXTS));
    }

    private static void importAll(TestServer gripe, List<String> texts) {
        StringBuilder lines = new StringBuilder();
        int number = 0;
        for (String text : texts) {
            lines.append("{\"text\": \"")
                    .append(text.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\", \"happenedAt\": \"2026-01-01T00:")
                    .append(String.format("%02d", number++ % 60))
                    .append(":00Z\"}\n");
        }
        assertThat(gripe.importLines(lines.toString()).body().lines().map(Answer::json))
                .allMatch(result -> result.has("id"));
    }

    private static List<String> texts() throws IOException {
        try (InputStream in = CorrectionsTest.class.getResourceAsStream("/data/gripes.tsv")) {
            if (in == null) {
                throw new IOException("gripes.tsv is not among the test resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", 2)[1])
                    .toList();
        }
    }
}
