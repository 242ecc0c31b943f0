package gripe.painpoint;

import gripe.storage.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people's decisions come to, taken one after the other; where two contradict each other the later one holds.
 * Immutable once made.
 */
final class Law {
    /** In place of a pain point's id: the gripe stays in none. */
    static final String NOWHERE = "";

    private final Map<String, String> held = new HashMap<>();
    private final Map<String, Set<String>> banned = new HashMap<>();
    private final List<Set<String>> apart = new ArrayList<>();
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, Long> notedAt = new HashMap<>();
    private final Set<String> pinned = new HashSet<>();
    private final Map<String, State> standing = new HashMap<>();
    private final Map<String, Long> ignoredUntil = new HashMap<>();
    private final Map<String, List<Fix>> fixes = new HashMap<>();
    private final Set<String> decidedOn = new HashSet<>();
    private @Nullable Price price;

    /**
     * What minutes cost.
     *
     * @param hourly in money an hour
     */
    record Price(double hourly, String currency) {}

    /** How a pain point stands. */
    enum Status {
        OPEN,
        FIXED,
        RETURNED,
        IGNORED;

        String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @param at epoch milliseconds since when; of an ignored one until when */
    record State(Status status, long at) {}

    /**
     * A fix and what became of it.
     *
     * @param at epoch milliseconds since when it is fixed
     * @param endedAt when it was reopened or came back, null while it holds
     * @param evidence ids of gripes that showed that it came back
     */
    record Fix(
            String decision,
            long at,
            @Nullable String note,
            @Nullable Long endedAt,
            boolean returned,
            List<String> evidence) {
        Fix ended(long when, boolean byReturn, List<String> by) {
            return new Fix(decision, at, note, when, byReturn, by);
        }
    }

    private Law() {}

    /** @param decisions in the order of their times */
    static Law of(List<Decision> decisions) {
        return of(decisions, Long.MAX_VALUE);
    }

    /**
     * The same, but how pain points stood at a time: fixes, returns and what was ignored later are not there yet. Names,
     * notes and who belongs where are always those of today.
     *
     * @param before epoch milliseconds
     */
    static Law of(List<Decision> decisions, long before) {
        Law law = new Law();
        Deque<Decision> parts = partsTakenBack(decisions);
        for (Decision decision : decisions) {
            while (!parts.isEmpty() && undoneAt(parts.element()) <= decision.at()) {
                law.takeBack(parts.remove());
            }
            if (!decision.undone() && !(ofCourse(decision.kind()) && since(decision) >= before)) {
                law.take(decision);
            }
        }
        parts.forEach(law::takeBack);
        return law;
    }

    /** Splits that were undone, in that order, but for those whose part went elsewhere meanwhile. */
    private static Deque<Decision> partsTakenBack(List<Decision> decisions) {
        List<Decision> merges = decisions.stream()
                .filter(decision -> decision.kind() == Decision.Kind.MERGE)
                .toList();
        return decisions.stream()
                .filter(decision -> decision.kind() == Decision.Kind.SPLIT
                        && decision.undone()
                        && merges.stream()
                                .noneMatch(merge -> merge.painPoint().equals(decision.other())
                                        && merge.at() < undoneAt(decision)
                                        && undoneAt(merge) > undoneAt(decision)))
                .sorted(Comparator.comparingLong(Law::undoneAt))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private static long undoneAt(Decision decision) {
        return Objects.requireNonNullElse(decision.undoneAt(), Long.MAX_VALUE);
    }

    /** What was decided about the part that had been split off is about the whole from then on. */
    private void takeBack(Decision split) {
        String part = split.other();
        if (part != null) {
            takeIn(part, split.painPoint());
        }
    }

    /** Kinds that say how a pain point goes on from a time. */
    private static boolean ofCourse(Decision.Kind kind) {
        return switch (kind) {
            case FIX, REOPEN, RETURNED, IGNORE -> true;
            default -> false;
        };
    }

    /** When it began to be so, which may have been noted later. */
    private static long since(Decision decision) {
        Long when = decision.when();
        return when == null || decision.kind() == Decision.Kind.IGNORE ? decision.at() : when;
    }

    private void take(Decision decision) {
        String painPoint = decision.painPoint();
        String other = decision.other();
        String text = decision.text();
        decidedOn.add(painPoint);
        if (other != null) {
            decidedOn.add(other);
        }
        switch (decision.kind()) {
            case RENAME -> {
                if (text == null) {
                    labels.remove(painPoint);
                } else {
                    labels.put(painPoint, text);
                }
            }
            case NOTE -> note(painPoint, text, decision.at());
            case PIN -> {
                pinned.add(painPoint);
                hold(decision.gripesOrNone(), painPoint);
            }
            case UNPIN -> {
                pinned.remove(painPoint);
                for (String gripe : decision.gripesOrNone()) {
                    held.remove(gripe, painPoint);
                }
            }
            case MERGE -> {
                List<String> all = new ArrayList<>(decision.gripesOrNone());
                all.addAll(decision.restOrNone());
                if (other != null) {
                    hold(all, other);
                    takeIn(painPoint, other);
                }
            }
            case SPLIT -> {
                if (other != null) {
                    hold(decision.gripesOrNone(), other);
                    hold(decision.restOrNone(), painPoint);
                }
            }
            case MOVE -> {
                if (other == null || other.equals(NOWHERE)) {
                    decision.gripesOrNone().forEach(gripe -> held.remove(gripe, painPoint));
                } else {
                    hold(decision.gripesOrNone(), other);
                }
                if (!painPoint.isEmpty()) {
                    decision.gripesOrNone()
                            .forEach(gripe -> banned.computeIfAbsent(gripe, key -> new HashSet<>())
                                    .add(painPoint));
                }
            }
            case NEVER_GROUP -> {
                List<String> gripes = decision.gripesOrNone();
                if (gripes.size() == 1) {
                    held.put(gripes.get(0), NOWHERE);
                } else {
                    separate(gripes);
                }
            }
            case FIX -> {
                long at = since(decision);
                var unusedEnded = endFix(painPoint, at, false, List.of());
                fixes.computeIfAbsent(painPoint, key -> new ArrayList<>())
                        .add(new Fix(decision.id(), at, text, null, false, List.of()));
                standing.put(painPoint, new State(Status.FIXED, at));
                ignoredUntil.remove(painPoint);
                if (text != null) {
                    note(painPoint, text, decision.at());
                }
            }
            case REOPEN -> {
                long at = since(decision);
                var unusedEnded = endFix(painPoint, at, false, List.of());
                standing.put(painPoint, new State(Status.OPEN, at));
                ignoredUntil.remove(painPoint);
            }
            case RETURNED -> {
                long at = since(decision);
                // Without its fix it means nothing.
                if (endFix(painPoint, at, true, decision.gripesOrNone())) {
                    standing.put(painPoint, new State(Status.RETURNED, at));
                }
            }
            case IGNORE -> {
                Long until = decision.when();
                ignoredUntil.put(painPoint, until == null ? Long.MAX_VALUE : until);
            }
            case RATE -> {
                Double hourly = decision.number();
                price = hourly == null || text == null ? null : new Price(hourly, text);
            }
        }
    }

    private void note(String painPoint, @Nullable String text, long at) {
        if (text == null) {
            notes.remove(painPoint);
        } else {
            notes.put(painPoint, text);
            notedAt.put(painPoint, at);
        }
    }

    /** What was known of one that becomes part of another is known of that one; of its own it loses nothing. */
    private void takeIn(String from, String to) {
        if (pinned.contains(from)) {
            pinned.add(to);
        }
        String note = notes.get(from);
        if (note != null && !notes.containsKey(to)) {
            note(to, note, notedAt(from));
        }
        List<Fix> all = new ArrayList<>(fixes(to));
        all.addAll(fixes(from));
        if (all.size() == fixes(to).size()) {
            return;
        }
        all.sort(Comparator.comparingLong(Fix::at));
        State mine = standing(to);
        State other = standing(from);
        State later = other.at() > mine.at() ? other : mine;
        List<String> evidence = all.stream()
                .filter(fix -> fix.returned() && Objects.equals(fix.endedAt(), later.at()))
                .findFirst()
                .map(Fix::evidence)
                .orElse(List.of());
        for (int i = 0; i + 1 < all.size(); i++) {
            Fix fix = all.get(i);
            if (fix.endedAt() == null) {
                all.set(i, fix.ended(all.get(i + 1).at(), false, List.of()));
            }
        }
        fixes.put(to, all);
        if (later.status() != Status.FIXED) {
            var unusedEnded = endFix(to, later.at(), later.status() == Status.RETURNED, evidence);
        }
        standing.put(to, later);
    }

    /** False when none was left to end. */
    private boolean endFix(String painPoint, long at, boolean returned, List<String> evidence) {
        List<Fix> all = fixes.get(painPoint);
        if (all == null || all.isEmpty()) {
            return false;
        }
        Fix last = all.get(all.size() - 1);
        if (last.endedAt() != null) {
            return false;
        }
        all.set(all.size() - 1, last.ended(at, returned, evidence));
        return true;
    }

    private void hold(List<String> gripes, String painPoint) {
        Set<String> together = new HashSet<>(gripes);
        for (String gripe : gripes) {
            held.put(gripe, painPoint);
            Set<String> bans = banned.get(gripe);
            if (bans != null) {
                bans.remove(painPoint);
            }
        }
        // Whoever puts gripes together takes back that they were to be apart.
        for (Set<String> set : apart) {
            List<String> there = set.stream()
                    .filter(gripe -> painPoint.equals(held.get(gripe)))
                    .toList();
            if (there.size() > 1) {
                there.stream().filter(together::contains).forEach(set::remove);
            }
        }
    }

    private void separate(List<String> gripes) {
        Set<String> holders = new HashSet<>();
        for (String gripe : gripes) {
            String holder = held.get(gripe);
            // The first may stay where it is held; the others can no longer be held there too.
            if (holder != null && !holder.equals(NOWHERE) && !holders.add(holder)) {
                held.remove(gripe);
                banned.computeIfAbsent(gripe, key -> new HashSet<>()).add(holder);
            }
        }
        apart.add(new LinkedHashSet<>(gripes));
    }

    /** Where each of these gripes has to be; {@link #NOWHERE} for those that stay alone. */
    Map<String, String> held() {
        return Collections.unmodifiableMap(held);
    }

    /** Where each of these gripes may not be. */
    Map<String, Set<String>> banned() {
        return Collections.unmodifiableMap(banned);
    }

    /** Sets of gripes of which no two may be in one pain point. */
    List<Set<String>> apart() {
        return Collections.unmodifiableList(apart);
    }

    @Nullable
    String label(String painPoint) {
        return labels.get(painPoint);
    }

    @Nullable
    String note(String painPoint) {
        return notes.get(painPoint);
    }

    long notedAt(String painPoint) {
        return notedAt.getOrDefault(painPoint, 0L);
    }

    boolean pinned(String painPoint) {
        return pinned.contains(painPoint);
    }

    /** @param now epoch milliseconds: what was ignored until before it stands as if nobody had ignored it */
    State state(String painPoint, long now) {
        long until = remindedAt(painPoint);
        return until > now ? new State(Status.IGNORED, until) : standing(painPoint);
    }

    /** How it stands whether or not somebody wants to think of it: a fix goes on while it is ignored, or ends then. */
    State standing(String painPoint) {
        return standing.getOrDefault(painPoint, new State(Status.OPEN, 0));
    }

    /** Until when it was ignored last, as epoch milliseconds; long ago when nobody ignored it since it was open. */
    long remindedAt(String painPoint) {
        return ignoredUntil.getOrDefault(painPoint, Long.MIN_VALUE);
    }

    /** The pain points that were ever fixed, by the ids that they had then. */
    Set<String> fixed() {
        return Collections.unmodifiableSet(fixes.keySet());
    }

    List<Fix> fixes(String painPoint) {
        return fixes.getOrDefault(painPoint, List.of());
    }

    /** Whether a decision about it holds, so that it is kept though it may have no gripes. */
    boolean decidedOn(String painPoint) {
        return decidedOn.contains(painPoint);
    }

    @Nullable
    Price price() {
        return price;
    }
}
