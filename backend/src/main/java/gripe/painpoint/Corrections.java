package gripe.painpoint;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import gripe.Gripe;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.index.ChangeFollower;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.Change;
import gripe.painpoint.Catalogue.View;
import gripe.storage.Decision;
import gripe.storage.Decision.Kind;
import gripe.storage.PainPointStore;
import gripe.storage.PainPointStore.Step;
import gripe.storage.StoredPainPoint;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people decide about pain points. Each decision is kept with who and when, holds for every later grouping, and can
 * be undone. Thread-safe; blocks; throws Problem.
 */
@Singleton
public final class Corrections {
    static final int LABEL_CHARACTERS_MAX = 80;
    static final int NOTE_CHARACTERS_MAX = 2_000;
    static final int GRIPES_MAX = 10_000;
    private static final int NAME_CHARACTERS_MAX = 100;
    private static final double HOURLY_MAX = 1_000_000;
    private static final String NOBODY_SAID = "owner";
    private static final String SOMEBODY_OF_THAT_NAME = "somebody called gripe";
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Duration VISIBLE_MAX = Duration.ofSeconds(5);

    private final Catalogue catalogue;
    private final PainPointStore store;
    private final GripeIndex index;
    private final ChangeFollower follower;
    private final Clock clock;
    private final TimeBasedEpochRandomGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Corrections(
            Catalogue catalogue, PainPointStore store, GripeIndex index, ChangeFollower follower, Clock clock) {
        this.catalogue = catalogue;
        this.store = store;
        this.index = index;
        this.follower = follower;
        this.clock = clock;
    }

    /**
     * A decision that is kept.
     *
     * @param id of the decision, by which it is undone
     * @param painPoint that it is about, empty for none; of a split the new one
     */
    public record Made(String id, String kind, String painPoint) {
        static Made of(Decision decision, String painPoint) {
            return new Made(decision.id(), decision.kind().wireName(), painPoint);
        }
    }

    /** Gives it a name; null goes back to the derived one. */
    public Made rename(Workspace workspace, String id, @Nullable String label, @Nullable String by) {
        String checked = label == null ? null : text("label", label, LABEL_CHARACTERS_MAX);
        return about(workspace, id, by, Kind.RENAME, decision -> decision.text(checked));
    }

    /** Says what helps; null says that nothing does. */
    public Made note(Workspace workspace, String id, @Nullable String note, @Nullable String by) {
        String checked = note == null ? null : text("note", note, NOTE_CHARACTERS_MAX);
        return about(workspace, id, by, Kind.NOTE, decision -> decision.text(checked));
    }

    /** A pinned one comes first. */
    public Made pin(Workspace workspace, String id, boolean pinned, @Nullable String by) {
        return about(workspace, id, by, pinned ? Kind.PIN : Kind.UNPIN, decision -> decision);
    }

    /** Not to be thought of until then; null for good. It comes back by itself when that time has come. */
    public Made ignore(Workspace workspace, String id, @Nullable Instant until, @Nullable String by) {
        Long when = until == null ? null : millis("until", until);
        return about(workspace, id, by, Kind.IGNORE, decision -> decision.when(when));
    }

    public Made reopen(Workspace workspace, String id, @Nullable String by) {
        return about(workspace, id, by, Kind.REOPEN, decision -> decision.when(clock.millis()));
    }

    private interface Part {
        Decisions of(Decisions decision);
    }

    private Made about(Workspace workspace, String id, @Nullable String by, Kind kind, Part part) {
        String who = name(by);
        return catalogue.change(workspace, view -> {
            StoredPainPoint painPoint = PainPoints.required(view, id);
            Decision decision = part.of(begin(view, who, kind, painPoint.id())).make();
            return new Change<>(
                    new Step(List.of(painPoint), List.of(decision), List.of(), Map.of()),
                    Made.of(decision, painPoint.id()));
        });
    }

    /**
     * Marks it as fixed. What happened after the fix shows that it came back.
     *
     * @param at since when, null for now
     */
    public Made fix(Workspace workspace, String id, @Nullable String note, @Nullable Instant at, @Nullable String by) {
        String who = name(by);
        String checked = note == null ? null : text("note", note, NOTE_CHARACTERS_MAX);
        if (at != null && at.isAfter(clock.instant().plus(Duration.ofDays(1)))) {
            throw new Problem(Code.OUT_OF_RANGE, "at", "It cannot have been fixed after tomorrow.");
        }
        // Never the time by which decisions are ordered: that may be ahead of the clock.
        long when = at == null ? clock.millis() : millis("at", at);
        follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        return catalogue.change(workspace, view -> {
            StoredPainPoint painPoint = PainPoints.required(view, id);
            Decision fix = begin(view, who, Kind.FIX, painPoint.id())
                    .text(checked)
                    .when(when)
                    .make();
            List<Decision> decisions = new ArrayList<>(List.of(fix));
            Returns.Found found = returns(workspace, view.with(fix), Map.of(), Set.of(painPoint.id()));
            decisions.addAll(found.decisions());
            return new Change<>(
                    new Step(List.of(painPoint), decisions, found.back(), Map.of()), Made.of(fix, painPoint.id()));
        });
    }

    /** Makes the first a part of the second, whose name stays. */
    public Made merge(Workspace workspace, String id, @Nullable String into, @Nullable String by) {
        String who = name(by);
        String target = required("into", into);
        follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        return catalogue.change(workspace, view -> {
            StoredPainPoint from = PainPoints.required(view, id);
            StoredPainPoint to = known(view, "into", target);
            if (from.id().equals(to.id())) {
                throw new Problem(Code.INVALID, "into", "These two are one pain point already.");
            }
            List<String> gripes = gripes(workspace, view, from.id());
            List<String> rest = gripes(workspace, view, to.id());
            Decisions decision = begin(view, who, Kind.MERGE, from.id())
                    .other(to.id())
                    .gripes(gripes)
                    .rest(rest);
            StoredPainPoint larger = to.resized(rest.size(), rest.size() + gripes.size());
            return moving(workspace, view, List.of(from.withInto(to.id()), larger), decision, Map.of(), to.id());
        });
    }

    /** Makes a pain point of its own of some of the gripes. Answers the new one. */
    public Made split(
            Workspace workspace,
            String id,
            @Nullable List<String> gripes,
            @Nullable String label,
            @Nullable String by) {
        String who = name(by);
        Set<String> wanted = gripes(gripes);
        String checked = label == null ? null : text("label", label, LABEL_CHARACTERS_MAX);
        follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        String other = ids.generate().toString();
        return catalogue.change(workspace, view -> {
            StoredPainPoint from = PainPoints.required(view, id);
            var unused = assigned(workspace, view, from.id(), wanted);
            List<String> rest = new ArrayList<>(gripes(workspace, view, from.id()));
            rest.removeAll(wanted);
            if (rest.isEmpty()) {
                throw new Problem(Code.INVALID, "gripes", "These are all of its gripes; a split leaves some.");
            }
            StoredPainPoint made = made(workspace, view, other, wanted, checked);
            Decisions decision = begin(view, who, Kind.SPLIT, from.id())
                    .other(other)
                    .gripes(List.copyOf(wanted))
                    .rest(rest)
                    .text(checked);
            Map<String, String> assignments = new LinkedHashMap<>();
            wanted.forEach(gripe -> assignments.put(gripe, other));
            StoredPainPoint smaller = from.resized(rest.size() + wanted.size(), rest.size());
            return moving(workspace, view, List.of(smaller, made), decision, assignments, other);
        });
    }

    /**
     * A decision that moves gripes, and whatever else has to move for the law to hold then: of gripes that may not be
     * together and now would be, those that nothing holds there are taken out.
     */
    private Change<Made> moving(
            Workspace workspace,
            View view,
            List<StoredPainPoint> painPoints,
            Decisions decision,
            Map<String, String> moved,
            String answered) {
        View after = view.with(painPoints, decision.make());
        Map<String, String> assignments = settled(workspace, after, moved);
        List<String> gripes = List.copyOf(assignments.keySet());
        Map<String, String> before = before(gripes, store.assigned(workspace, gripes));
        Decision made = decision.before(before).make();
        Set<String> concerned = new HashSet<>(assignments.values());
        concerned.addAll(before.values());
        painPoints.forEach(painPoint -> concerned.add(painPoint.id()));
        return new Change<>(
                step(workspace, after, painPoints, List.of(made), assignments, concerned), Made.of(made, answered));
    }

    /**
     * The step, and what follows from it for pain points that were fixed: gripes that are one of theirs now may show that
     * they came back, and those that are no longer do not.
     */
    private Step step(
            Workspace workspace,
            View after,
            List<StoredPainPoint> painPoints,
            List<Decision> decisions,
            Map<String, String> assignments,
            Set<String> concerned) {
        Returns.Found found = returns(workspace, after, assignments, concerned);
        Map<String, StoredPainPoint> all = new LinkedHashMap<>();
        painPoints.forEach(painPoint -> all.put(painPoint.id(), painPoint));
        Returns.about(after, found).forEach(painPoint -> all.putIfAbsent(painPoint.id(), painPoint));
        List<Decision> more = new ArrayList<>(decisions);
        more.addAll(found.decisions());
        return new Step(List.copyOf(all.values()), more, found.back(), assignments);
    }

    private Returns.Found returns(
            Workspace workspace, View after, Map<String, String> assignments, Set<String> concerned) {
        Set<String> fixed = Returns.fixed(after);
        Set<String> of =
                concerned.stream().map(after::resolved).filter(fixed::contains).collect(Collectors.toSet());
        if (of.isEmpty()) {
            return Returns.Found.NONE;
        }
        follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        return Returns.settled(
                workspace,
                index,
                after,
                assignments,
                of,
                gripe -> true,
                clock.millis(),
                () -> ids.generate().toString());
    }

    private Map<String, String> settled(Workspace workspace, View after, Map<String, String> moved) {
        Map<String, String> assignments = new LinkedHashMap<>(moved);
        Map<String, String> held = after.law().held();
        for (Set<String> apart : after.law().apart()) {
            Map<String, String> where = new HashMap<>(store.assigned(workspace, List.copyOf(apart)));
            where.keySet().removeAll(assignments.keySet());
            assignments.forEach((gripe, painPoint) -> {
                if (apart.contains(gripe) && !painPoint.isEmpty()) {
                    where.put(gripe, painPoint);
                }
            });
            Set<String> taken = new HashSet<>();
            where.entrySet().stream()
                    .sorted(Comparator.comparing((Map.Entry<String, String> one) -> !held.containsKey(one.getKey()))
                            .thenComparing(Map.Entry.comparingByKey()))
                    .forEach(one -> {
                        if (!taken.add(after.resolved(one.getValue())) && !held.containsKey(one.getKey())) {
                            assignments.put(one.getKey(), Law.NOWHERE);
                        }
                    });
        }
        // One that was taken out may have been put into what becomes the same.
        Map<String, Set<String>> banned = after.law().banned();
        Map<String, String> where = new HashMap<>(store.assigned(workspace, List.copyOf(banned.keySet())));
        where.putAll(assignments);
        where.forEach((gripe, painPoint) -> {
            String at = after.resolved(painPoint);
            boolean there = banned.getOrDefault(gripe, Set.of()).stream()
                    .anyMatch(one -> after.resolved(one).equals(at));
            if (there && !painPoint.isEmpty() && !held.containsKey(gripe)) {
                assignments.put(gripe, Law.NOWHERE);
            }
        });
        return assignments;
    }

    private StoredPainPoint made(
            Workspace workspace, View view, String id, Set<String> gripes, @Nullable String label) {
        List<Labels.Text> texts = index.find(workspace, gripes).stream()
                .sorted(Comparator.comparing(Gripe::id))
                .limit(Labels.READ_EACH)
                .map(gripe -> new Labels.Text(gripe.id(), gripe.text(), 1))
                .toList();
        Labels labels = new Labels();
        labels.count(texts);
        Set<String> taken = new HashSet<>();
        view.painPoints().forEach(painPoint -> taken.add(Phrases.plain(view.label(painPoint))));
        Labels.Chosen chosen = Labels.distinct(labels.candidates(texts), taken);
        return StoredPainPoint.fresh(
                id,
                clock.millis(),
                label == null ? chosen.label() : label,
                chosen.gripe().isEmpty() ? null : chosen.gripe(),
                null,
                gripes.size());
    }

    /** Takes gripes out of it and, where a target is given, puts them there. They do not come back by themselves. */
    public Made move(
            Workspace workspace, String id, @Nullable List<String> gripes, @Nullable String to, @Nullable String by) {
        String who = name(by);
        Set<String> wanted = gripes(gripes);
        return catalogue.change(workspace, view -> {
            StoredPainPoint from = PainPoints.required(view, id);
            StoredPainPoint target = to == null ? null : known(view, "to", to);
            if (target != null && target.id().equals(from.id())) {
                throw new Problem(Code.INVALID, "to", "They are in this pain point already.");
            }
            String other = target == null ? Law.NOWHERE : target.id();
            var unused = assigned(workspace, view, from.id(), wanted);
            Decisions decision =
                    begin(view, who, Kind.MOVE, from.id()).other(other).gripes(List.copyOf(wanted));
            Map<String, String> assignments = new LinkedHashMap<>();
            wanted.forEach(gripe -> assignments.put(gripe, other));
            return moving(
                    workspace,
                    view,
                    target == null ? List.of(from) : List.of(from, target),
                    decision,
                    assignments,
                    other);
        });
    }

    /** One gripe: it stays alone. Several: no two of them are ever in one pain point. */
    public Made neverGroup(Workspace workspace, @Nullable List<String> gripes, @Nullable String by) {
        String who = name(by);
        List<String> wanted = List.copyOf(gripes(gripes));
        follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        return catalogue.change(workspace, view -> {
            Decisions decision = begin(view, who, Kind.NEVER_GROUP, "").gripes(wanted);
            List<StoredPainPoint> left = new ArrayList<>();
            store.assigned(workspace, wanted).values().stream()
                    .map(view::resolved)
                    .distinct()
                    .map(view::find)
                    .filter(Objects::nonNull)
                    .forEach(left::add);
            View after = view.with(left, decision.make());
            Map<String, String> moved =
                    settled(workspace, after, wanted.size() == 1 ? Map.of(wanted.get(0), Law.NOWHERE) : Map.of());
            left.forEach(painPoint -> ended(workspace, after, painPoint, wanted, moved));
            return moving(workspace, view, left, decision, moved, "");
        });
    }

    /**
     * A pain point of which one gripe alone is left is none any more: nothing comes again and again. One that people
     * decided something else about stays until all of its gripes are kept apart.
     */
    private void ended(
            Workspace workspace,
            View after,
            StoredPainPoint painPoint,
            List<String> wanted,
            Map<String, String> moved) {
        List<String> stay = new ArrayList<>(gripes(workspace, after, painPoint.id()));
        stay.removeAll(moved.keySet());
        boolean ends = stay.size() == 1
                && !after.law().held().containsKey(stay.get(0))
                && (wanted.contains(stay.get(0)) || !after.law().decidedOn(painPoint.id()));
        if (ends) {
            moved.put(stay.get(0), Law.NOWHERE);
        }
    }

    /** What an hour costs; null for nothing. */
    public Made rate(Workspace workspace, @Nullable Double hourly, @Nullable String currency, @Nullable String by) {
        String who = name(by);
        if (hourly != null && !(hourly >= 0 && hourly <= HOURLY_MAX)) {
            throw new Problem(Code.OUT_OF_RANGE, "hourly", "An hour costs 0 to 1,000,000.");
        }
        String checked = hourly == null ? null : required("currency", currency);
        if (checked != null && !checked.matches("[A-Z]{3}")) {
            throw new Problem(Code.INVALID, "currency", "A currency is three letters, such as EUR.");
        }
        return catalogue.change(workspace, view -> {
            Decision decision =
                    begin(view, who, Kind.RATE, "").number(hourly).text(checked).make();
            return new Change<>(new Step(List.of(), List.of(decision), List.of(), Map.of()), Made.of(decision, ""));
        });
    }

    /** Takes a decision back: everything is as if it had never been made, but for what was decided after it. */
    public Made undo(Workspace workspace, String id, @Nullable String by) {
        String who = name(by);
        follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        return catalogue.change(workspace, view -> {
            Decision decision = view.decisions().stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new Problem(Code.NOT_FOUND, "There is no decision " + id + "."));
            if (decision.undone()) {
                throw new Problem(Code.ALREADY_UNDONE, "This decision is undone already.");
            }
            Decision takenBack = decision.undone(clock.millis(), who);
            Decision undone = decision.kind() == Kind.RETURNED
                    ? takenBack.withRest(Returns.dismissedWith(workspace, index, view, decision))
                    : takenBack;
            Map<String, StoredPainPoint> painPoints = new LinkedHashMap<>();
            StoredPainPoint about = view.find(decision.painPoint());
            String other = decision.other();
            StoredPainPoint second = other == null ? null : view.find(other);
            if (about != null) {
                painPoints.put(about.id(), about);
            }
            if (second != null) {
                painPoints.put(second.id(), second);
            }
            if (decision.kind() == Kind.MERGE && about != null && other != null && other.equals(about.into())) {
                painPoints.put(about.id(), about.withInto(null));
                if (second != null) {
                    painPoints.put(
                            second.id(),
                            second.resized(
                                    sizeOf(decision), decision.restOrNone().size()));
                }
            }
            if (decision.kind() == Kind.SPLIT && about != null && second != null && second.into() == null) {
                painPoints.put(about.id(), about.resized(decision.restOrNone().size(), sizeOf(decision)));
                painPoints.put(second.id(), second.withInto(about.id()));
            }
            View viewWithout = view.with(List.copyOf(painPoints.values()), undone);
            Map<String, String> assigned = store.assigned(
                    workspace, List.copyOf(decision.beforeOrNone().keySet()));
            Map<String, String> assignments = new LinkedHashMap<>();
            decision.beforeOrNone().forEach((gripe, before) -> {
                String held = viewWithout.law().held().get(gripe);
                Set<String> banned = viewWithout.law().banned().getOrDefault(gripe, Set.of());
                String to = held != null ? held : banned.contains(view.resolved(before)) ? Law.NOWHERE : before;
                if (!to.equals(assigned.getOrDefault(gripe, Law.NOWHERE))) {
                    assignments.put(gripe, to);
                }
            });
            List<Decision> decisions = new ArrayList<>(List.of(undone));
            View after = viewWithout;
            if (decision.kind() == Kind.FIX) {
                for (Decision back : returnsAfter(view, decision)) {
                    Decision returnTakenBack = back.undone(clock.millis(), who);
                    decisions.add(returnTakenBack);
                    after = after.with(returnTakenBack);
                }
            }
            Map<String, String> moved = settled(workspace, after, assignments);
            Set<String> concerned = new HashSet<>(moved.values());
            concerned.addAll(assigned.values());
            concerned.addAll(painPoints.keySet());
            return new Change<>(
                    step(workspace, after, List.copyOf(painPoints.values()), decisions, moved, concerned),
                    Made.of(undone, decision.painPoint()));
        });
    }

    /** Of the pain point that a split left smaller, or a merge larger, without or with the others. */
    private static long sizeOf(Decision decision) {
        return (long) decision.restOrNone().size() + decision.gripesOrNone().size();
    }

    /** What Gripe noted after a fix and before the next one: without the fix nothing came back. */
    private static List<Decision> returnsAfter(View view, Decision fix) {
        List<Decision> returns = new ArrayList<>();
        for (Decision decision : view.decisions()) {
            if (decision.at() <= fix.at() || !decision.painPoint().equals(fix.painPoint()) || decision.undone()) {
                continue;
            }
            if (decision.kind() == Kind.FIX) {
                break;
            }
            if (decision.kind() == Kind.RETURNED) {
                returns.add(decision);
            }
        }
        return returns;
    }

    private Decisions begin(View view, String by, Kind kind, String painPoint) {
        return Decisions.of(ids.generate().toString(), Returns.at(view, clock.millis()), by, kind, painPoint);
    }

    private List<String> gripes(Workspace workspace, View view, String painPoint) {
        return index.members(workspace, view.parts(painPoint)).stream()
                .map(member -> member.gripe().id())
                .sorted()
                .toList();
    }

    /** Where each of these gripes of a pain point is by its own record; a Problem names the first that is not its. */
    private Map<String, String> assigned(Workspace workspace, View view, String painPoint, Set<String> gripes) {
        Map<String, String> assigned = store.assigned(workspace, List.copyOf(gripes));
        for (String gripe : gripes) {
            String of = assigned.get(gripe);
            if (of == null || !view.resolved(of).equals(painPoint)) {
                throw new Problem(
                        Code.INVALID, "gripes", "The gripe " + gripe + " does not belong to this pain point.");
            }
        }
        return assigned;
    }

    private static Map<String, String> before(List<String> gripes, Map<String, String> assigned) {
        Map<String, String> before = new HashMap<>();
        gripes.forEach(gripe -> before.put(gripe, assigned.getOrDefault(gripe, Law.NOWHERE)));
        return before;
    }

    private static StoredPainPoint known(View view, String field, String id) {
        StoredPainPoint painPoint = view.find(view.resolved(id));
        if (painPoint == null) {
            throw new Problem(Code.INVALID, field, "There is no pain point " + id + ".");
        }
        return painPoint;
    }

    private static Set<String> gripes(@Nullable List<String> gripes) {
        if (gripes == null || gripes.isEmpty()) {
            throw new Problem(Code.MISSING, "gripes", "Which gripes? Give at least one id.");
        }
        if (gripes.size() > GRIPES_MAX) {
            throw new Problem(Code.TOO_MANY, "gripes", "At most " + GRIPES_MAX + " gripes at once.");
        }
        for (String gripe : gripes) {
            if (gripe == null || !gripe.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new Problem(Code.INVALID, "gripes", "An id has 1 to 64 letters, digits, '-' or '_'.");
            }
        }
        return new LinkedHashSet<>(gripes);
    }

    /** A year of nine digits has more milliseconds than fit. */
    private static long millis(String field, Instant at) {
        if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
            throw new Problem(Code.OUT_OF_RANGE, field, "A time is after 1970 and before the year 10000.");
        }
        return at.toEpochMilli();
    }

    private static String name(@Nullable String by) {
        String name = by == null ? NOBODY_SAID : text("by", by, NAME_CHARACTERS_MAX);
        // That name says that nobody decided it.
        return name.equals(Decision.GRIPE) ? SOMEBODY_OF_THAT_NAME : name;
    }

    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw new Problem(Code.MISSING, field, "'" + field + "' is missing.");
        }
        return value;
    }

    private static String text(String field, String text, int charactersMax) {
        if (text.isBlank()) {
            throw new Problem(Code.BLANK, field, "There is nothing to read in it.");
        }
        if (text.codePointCount(0, text.length()) > charactersMax) {
            throw new Problem(Code.TOO_LONG, field, "At most " + charactersMax + " characters.");
        }
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            boolean whole = !Character.isSurrogate(one)
                    || (Character.isHighSurrogate(one)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1)));
            if (!whole) {
                throw new Problem(Code.INVALID_UNICODE, field, "There is half a character in it.");
            }
            if (Character.isISOControl(one) && one != '\n' && one != '\t') {
                throw new Problem(Code.CONTROL_CHARACTER, field, "There is a control character in it.");
            }
            i += Character.isHighSurrogate(one) ? 1 : 0;
        }
        return text.strip();
    }
}
