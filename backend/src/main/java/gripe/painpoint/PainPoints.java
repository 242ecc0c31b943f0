package gripe.painpoint;

import gripe.Gripe;
import gripe.PainPoint;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.index.ChangeFollower;
import gripe.index.GripeIndex;
import gripe.index.Member;
import gripe.painpoint.Catalogue.View;
import gripe.painpoint.Law.Fix;
import gripe.painpoint.Law.Status;
import gripe.painpoint.PainPointDetail.FixCourse;
import gripe.storage.Decision;
import gripe.storage.StoredPainPoint;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers every question about pain points. Thread-safe. */
@Singleton
public final class PainPoints {
    static final int SPARK_WEEKS = 12;
    static final int YEAR_WEEKS = 52;

    private static final int QUARTER_WEEKS = 13;
    private static final int EVIDENCE_MAX = 3;
    private static final int OVERVIEW_EACH = 10;
    private static final int NAMES_MAX = 5;
    private static final int PRECEDING_MAX = 5;
    private static final int RELATED_MAX = 8;
    private static final int DECISIONS_MAX = 100;
    private static final Duration PRECEDES = Duration.ofHours(2);
    /** Three times are no pattern yet that somebody would act on when chance makes two. */
    private static final int PRECEDING_TIMES_MIN = 3;

    private static final double PRECEDING_DEVIATIONS = 3;
    private static final double WEEK_MILLIS = 7 * 24 * 3_600_000.0;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Duration VISIBLE_MAX = Duration.ofSeconds(5);

    private final Catalogue catalogue;
    private final Figures figures;
    private final GripeIndex index;
    private final ChangeFollower follower;
    private final Regrouping regrouping;
    private final Clock clock;

    PainPoints(
            Catalogue catalogue,
            Figures figures,
            GripeIndex index,
            ChangeFollower follower,
            Regrouping regrouping,
            Clock clock) {
        this.catalogue = catalogue;
        this.figures = figures;
        this.index = index;
        this.follower = follower;
        this.regrouping = regrouping;
        this.clock = clock;
    }

    /** All pain points as of one moment, with their courses. */
    private final class Now {
        final View view;
        final Map<String, Course> courses;
        final @Nullable Instant staleSince;
        final long millis;

        Now(Workspace workspace, @Nullable Instant to) {
            staleSince = follower.awaitAcknowledged(workspace, VISIBLE_MAX);
            view = catalogue.shown(workspace);
            courses = figures.of(workspace, view);
            long present = clock.millis();
            millis = to == null ? present : Math.min(present, bounded(to));
        }

        List<PainPointItem> items(@Nullable Instant from) {
            long begin = from == null ? Long.MIN_VALUE : bounded(from);
            List<PainPointItem> items = new ArrayList<>();
            for (StoredPainPoint painPoint : view.painPoints()) {
                PainPointItem item = item(painPoint, begin);
                if (item != null) {
                    items.add(item);
                }
            }
            return items;
        }

        /** Null when it has no gripe in the period. */
        @Nullable
        PainPointItem item(StoredPainPoint painPoint, long begin) {
            Course whole = courses.get(painPoint.id());
            if (painPoint.into() != null || whole == null) {
                return null;
            }
            Course known = whole.within(Long.MIN_VALUE, millis + 1);
            Course course = known.within(begin, millis + 1);
            if (course.count() == 0) {
                return null;
            }
            Law law = view.law();
            Law.State state = law.state(painPoint.id(), millis);
            Course.Rate rate = known.rate(millis);
            Law.Price price = law.price();
            double minutes = course.minutes();
            return new PainPointItem(
                    painPoint.id(),
                    view.label(painPoint),
                    law.pinned(painPoint.id()),
                    state.status().wireName(),
                    course.count(),
                    minutes,
                    whole.estimated(),
                    whole.estimate(),
                    rate.minutes(),
                    rate.low(),
                    rate.high(),
                    known.trend(millis).wireName(),
                    known.weeks(millis, SPARK_WEEKS, ZoneId.systemDefault()),
                    Instant.ofEpochMilli(course.firstMillis()),
                    Instant.ofEpochMilli(course.lastMillis()),
                    at(state, Status.FIXED),
                    at(state, Status.RETURNED),
                    at(state, Status.IGNORED),
                    fixes(painPoint.id(), known).stream()
                            .mapToDouble(FixCourse::saved)
                            .sum(),
                    law.note(painPoint.id()),
                    painPoint.theme(),
                    price == null ? null : minutes / 60 * price.hourly());
        }

        private @Nullable Instant at(Law.State state, Status wanted) {
            return state.status() == wanted && state.at() != Long.MAX_VALUE ? Instant.ofEpochMilli(state.at()) : null;
        }

        /** Before, after and saved, for each fix that was there by then. */
        List<FixCourse> fixes(String painPoint, Course known) {
            List<FixCourse> fixes = new ArrayList<>();
            for (Fix fix : view.law().fixes(painPoint)) {
                if (fix.at() > millis) {
                    continue;
                }
                Long endedAt = fix.endedAt();
                long end = endedAt == null ? millis : Math.min(millis, endedAt);
                Course.Rate before = known.rate(fix.at());
                double weeks = Math.max(0, (end - fix.at()) / WEEK_MILLIS);
                double minutes = known.minutesBetween(fix.at(), end);
                fixes.add(new FixCourse(
                        fix.decision(),
                        Instant.ofEpochMilli(fix.at()),
                        fix.note(),
                        before.minutes(),
                        weeks == 0 ? 0 : minutes / Math.max(weeks, 1),
                        before.minutes() * weeks - minutes,
                        endedAt == null ? null : Instant.ofEpochMilli(endedAt),
                        fix.returned(),
                        fix.evidence()));
            }
            return fixes;
        }

        double rise(String painPoint) {
            return courses.getOrDefault(painPoint, Course.NONE).rise(millis);
        }

        @Nullable
        String currency() {
            Law.Price price = view.law().price();
            return price == null ? null : price.currency();
        }
    }

    /**
     * Lists pain points.
     *
     * @param sort {@code cost} (also when null), {@code rising}, {@code recent} or {@code returned}
     * @param from gripes before it are not counted
     * @param to gripes after it are not counted, and rates and weeks end there
     */
    public PainPointPage list(
            Workspace workspace,
            @Nullable String sort,
            @Nullable Instant from,
            @Nullable Instant to,
            int limit,
            @Nullable String cursor) {
        Now now = new Now(workspace, to);
        List<PainPointItem> items = now.items(from);
        sort(items, sort, now);
        int begin = 0;
        if (cursor != null) {
            List<String> ids = items.stream().map(PainPointItem::id).toList();
            begin = ids.indexOf(cursor) + 1;
            if (begin == 0) {
                throw new Problem(Code.INVALID, "cursor", "What this cursor stood at is gone; start without one.");
            }
        }
        int end = Math.min(items.size(), begin + limit);
        return new PainPointPage(
                items.subList(begin, end),
                end < items.size() ? items.get(end - 1).id() : null,
                items.size(),
                items.stream().mapToDouble(PainPointItem::minutes).sum(),
                items.stream().mapToDouble(PainPointItem::saved).sum(),
                items.stream().filter(item -> item.fixedAt() != null).count(),
                now.currency(),
                regrouping.status(),
                now.staleSince);
    }

    private static void sort(List<PainPointItem> items, @Nullable String sort, Now now) {
        Comparator<PainPointItem> costliest =
                Comparator.comparingDouble(PainPointItem::minutes).reversed().thenComparing(PainPointItem::id);
        Comparator<PainPointItem> order = switch (sort == null ? "cost" : sort) {
            case "cost" -> costliest;
            case "rising" ->
                Comparator.comparingDouble((PainPointItem item) -> now.rise(item.id()))
                        .reversed()
                        .thenComparing(costliest);
            case "recent" ->
                Comparator.comparing(PainPointItem::lastAt).reversed().thenComparing(costliest);
            case "returned" ->
                Comparator.comparing(PainPoints::returnedAt).reversed().thenComparing(costliest);
            default -> throw new Problem(Code.INVALID, "sort", "Sort is 'cost', 'rising', 'recent' or 'returned'.");
        };
        if ("returned".equals(sort)) {
            items.removeIf(item -> item.returnedAt() == null);
        }
        items.sort(Comparator.comparing((PainPointItem item) -> !item.pinned()).thenComparing(order));
    }

    private static Instant returnedAt(PainPointItem item) {
        return Objects.requireNonNullElse(item.returnedAt(), Instant.MIN);
    }

    /** What was lost, what costs most, what changed and what was fixed, in a period. */
    public Overview overview(Workspace workspace, @Nullable Instant from, @Nullable Instant to) {
        Now now = new Now(workspace, to);
        long begin = from == null ? Long.MIN_VALUE : bounded(from);
        Figures.Whole whole = figures.whole(workspace);
        Course all = whole.all().within(begin, now.millis + 1);
        Course alone = whole.alone().within(begin, now.millis + 1);
        List<PainPointItem> items = now.items(from);
        double minutes = items.stream().mapToDouble(PainPointItem::minutes).sum() + alone.minutes();
        Law.Price price = now.view.law().price();
        List<PainPointItem> rising = new ArrayList<>(items);
        sort(rising, "rising", now);
        rising.removeIf(item -> now.rise(item.id()) <= 0);
        List<PainPointItem> returned = new ArrayList<>(items);
        sort(returned, "returned", now);
        List<PainPointItem> fixed =
                items.stream().filter(item -> item.fixedAt() != null).toList();
        sort(items, "cost", now);
        return new Overview(
                all.count(),
                minutes,
                price == null ? null : minutes / 60 * price.hourly(),
                now.currency(),
                whole.all().estimated(),
                alone.count(),
                alone.minutes(),
                Course.weeksFrom(now.millis, YEAR_WEEKS, ZoneId.systemDefault()),
                whole.all()
                        .within(Long.MIN_VALUE, now.millis + 1)
                        .weeks(now.millis, YEAR_WEEKS, ZoneId.systemDefault()),
                first(items),
                first(rising),
                first(returned),
                fixed,
                items.stream().mapToDouble(PainPointItem::saved).sum(),
                now.staleSince);
    }

    private static List<PainPointItem> first(List<PainPointItem> items) {
        return items.subList(0, Math.min(OVERVIEW_EACH, items.size()));
    }

    /** The pain point, by any id that it ever had. Throws Problem NOT_FOUND. */
    public PainPointDetail detail(Workspace workspace, String id) {
        Now now = new Now(workspace, null);
        StoredPainPoint painPoint = required(now.view, id);
        Course known = now.courses.getOrDefault(painPoint.id(), Course.NONE);
        List<PainPointItem> all = now.items(null);
        all.sort(Comparator.comparingDouble(PainPointItem::minutes).reversed());
        PainPointItem item = now.item(painPoint, Long.MIN_VALUE);
        if (item == null) {
            item = empty(now, painPoint);
        }
        List<String> ranked = all.stream().map(PainPointItem::id).toList();
        List<Member> members = index.members(workspace, now.view.parts(painPoint.id()));
        String central = painPoint.central();
        List<Gripe> centre = central == null ? List.of() : index.find(workspace, Set.of(central));
        return new PainPointDetail(
                item,
                id,
                ranked.indexOf(painPoint.id()) + 1,
                ranked.size(),
                Course.weeksFrom(now.millis, YEAR_WEEKS, ZoneId.systemDefault()),
                known.weeks(now.millis, YEAR_WEEKS, ZoneId.systemDefault()),
                heat(members, known.estimate()),
                sources(members, known.estimate()),
                centre.isEmpty() ? null : centre.get(0),
                names(members, item.label()),
                fixes(now, painPoint.id(), known, members),
                item.perWeek() == 0
                        ? null
                        : new PainPointDetail.Payback(
                                item.perWeek() * QUARTER_WEEKS / 60, item.perWeek() * 2 * QUARTER_WEEKS / 60),
                now.view.law().note(painPoint.id()) == null
                        ? 0
                        : known.countBetween(now.view.law().notedAt(painPoint.id()), now.millis + 1),
                preceding(now, painPoint.id()),
                related(painPoint, all),
                decisions(workspace, now.view, painPoint.id()),
                painPoint.history().stream()
                        .map(event -> new PainPointDetail.HistoryLine(
                                Instant.ofEpochMilli(event.at()),
                                event.kind(),
                                event.other(),
                                label(now.view, event.other()),
                                event.gripes()))
                        .toList(),
                now.currency(),
                now.staleSince);
    }

    /**
     * Lists the gripes of a pain point.
     *
     * @param sort {@code alike} (also when null; nearest to the middle first), {@code recent} or {@code cost}
     */
    public PainPointGripes gripes(
            Workspace workspace, String id, @Nullable String sort, int limit, @Nullable String cursor) {
        Now now = new Now(workspace, null);
        StoredPainPoint painPoint = required(now.view, id);
        Set<String> parts = now.view.parts(painPoint.id());
        Map<String, Double> similarity = Alikeness.toMiddle(index, workspace, parts);
        double estimate = now.courses.getOrDefault(painPoint.id(), Course.NONE).estimate();
        List<PainPointGripes.Item> items = new ArrayList<>();
        for (Member member : index.members(workspace, parts)) {
            Gripe gripe = member.gripe();
            Double minutes = gripe.minutes();
            items.add(new PainPointGripes.Item(
                    gripe, similarity.get(gripe.id()), minutes == null ? estimate : minutes, minutes == null));
        }
        Comparator<PainPointGripes.Item> newest = Comparator.comparing(
                        (PainPointGripes.Item item) -> item.gripe().happenedAt().toInstant())
                .reversed()
                .thenComparing(item -> item.gripe().id());
        items.sort(
                switch (sort == null ? "alike" : sort) {
                    case "alike" ->
                        Comparator.comparingDouble((PainPointGripes.Item item) ->
                                        Objects.requireNonNullElse(item.similarity(), -1.0))
                                .reversed()
                                .thenComparing(newest);
                    case "recent" -> newest;
                    case "cost" ->
                        Comparator.comparingDouble(PainPointGripes.Item::minutes)
                                .reversed()
                                .thenComparing(newest);
                    default -> throw new Problem(Code.INVALID, "sort", "Sort is 'alike', 'recent' or 'cost'.");
                });
        int begin = 0;
        if (cursor != null) {
            List<String> ids = items.stream().map(item -> item.gripe().id()).toList();
            begin = ids.indexOf(cursor) + 1;
            if (begin == 0) {
                throw new Problem(Code.INVALID, "cursor", "What this cursor stood at is gone; start without one.");
            }
        }
        int end = Math.min(items.size(), begin + limit);
        return new PainPointGripes(
                items.subList(begin, end),
                items.size(),
                end < items.size() ? items.get(end - 1).gripe().id() : null,
                now.staleSince);
    }

    static PainPoint brief(
            View view, StoredPainPoint painPoint, long count, double minutes, @Nullable OffsetDateTime lastAt) {
        return new PainPoint(
                painPoint.id(),
                view.label(painPoint),
                count,
                minutes,
                lastAt,
                view.law().note(painPoint.id()));
    }

    /** Where these gripes belong. */
    public Places places(Workspace workspace, List<String> gripes) {
        View view = catalogue.view(workspace);
        Map<String, String> assigned = catalogue.assigned(workspace, view, gripes);
        List<Places.Place> places = new ArrayList<>();
        for (String gripe : gripes) {
            String id = assigned.get(gripe);
            StoredPainPoint painPoint = id == null ? null : view.find(id);
            if (painPoint != null) {
                places.add(new Places.Place(gripe, painPoint.id(), view.label(painPoint)));
            }
        }
        return new Places(places);
    }

    static StoredPainPoint required(View view, String id) {
        StoredPainPoint painPoint = view.find(view.resolved(id));
        if (painPoint == null) {
            throw new Problem(Code.NOT_FOUND, "There is no pain point " + id + ".");
        }
        return painPoint;
    }

    private static PainPointItem empty(Now now, StoredPainPoint painPoint) {
        Law law = now.view.law();
        Law.State state = law.state(painPoint.id(), now.millis);
        Instant made = Instant.ofEpochMilli(painPoint.made());
        return new PainPointItem(
                painPoint.id(),
                now.view.label(painPoint),
                law.pinned(painPoint.id()),
                state.status().wireName(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Course.Trend.STEADY.wireName(),
                Collections.nCopies(SPARK_WEEKS, 0.0),
                made,
                made,
                now.at(state, Status.FIXED),
                now.at(state, Status.RETURNED),
                now.at(state, Status.IGNORED),
                0,
                law.note(painPoint.id()),
                painPoint.theme(),
                null);
    }

    private static double minutes(Gripe gripe, double estimate) {
        Double said = gripe.minutes();
        return said == null ? estimate : said;
    }

    private static List<List<Double>> heat(List<Member> members, double estimate) {
        double[][] heat = new double[7][24];
        for (Member member : members) {
            OffsetDateTime at = member.gripe().happenedAt();
            heat[at.getDayOfWeek().getValue() - 1][at.getHour()] += minutes(member.gripe(), estimate);
        }
        List<List<Double>> rows = new ArrayList<>();
        for (double[] row : heat) {
            rows.add(java.util.Arrays.stream(row).boxed().toList());
        }
        return rows;
    }

    private static Map<String, PainPointDetail.Share> sources(List<Member> members, double estimate) {
        Map<String, PainPointDetail.Share> shares = new HashMap<>();
        for (Member member : members) {
            shares.merge(
                    Objects.requireNonNullElse(member.gripe().source(), ""),
                    new PainPointDetail.Share(1, minutes(member.gripe(), estimate)),
                    (a, b) -> new PainPointDetail.Share(a.count() + b.count(), a.minutes() + b.minutes()));
        }
        Map<String, PainPointDetail.Share> ordered = new LinkedHashMap<>();
        shares.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparingDouble(PainPointDetail.Share::minutes)
                        .reversed()))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    private static List<String> names(List<Member> members, String label) {
        List<String> texts = members.stream()
                .sorted(Comparator.comparing(
                                (Member member) -> member.gripe().happenedAt().toInstant())
                        .reversed())
                .map(member -> member.gripe().text())
                .toList();
        Set<String> names = new HashSet<>(Set.of(Phrases.plain(label)));
        List<String> other = new ArrayList<>();
        for (String text : texts) {
            String phrase = Phrases.first(text);
            if (other.size() < NAMES_MAX && phrase != null && names.add(Phrases.plain(phrase))) {
                other.add(phrase);
            }
        }
        return other;
    }

    private static List<FixCourse> fixes(Now now, String painPoint, Course known, List<Member> members) {
        List<FixCourse> fixes = new ArrayList<>();
        for (FixCourse fix : now.fixes(painPoint, known)) {
            List<String> evidence = fix.returned()
                    ? members.stream()
                            .map(Member::gripe)
                            .filter(gripe -> gripe.happenedAt().toInstant().isAfter(fix.at()))
                            .sorted(Comparator.comparing(
                                    (Gripe gripe) -> gripe.happenedAt().toInstant()))
                            .limit(EVIDENCE_MAX)
                            .map(Gripe::id)
                            .toList()
                    : List.of();
            fixes.add(new FixCourse(
                    fix.decision(),
                    fix.at(),
                    fix.note(),
                    fix.before(),
                    fix.after(),
                    fix.saved(),
                    fix.endedAt(),
                    fix.returned(),
                    evidence.isEmpty() ? fix.evidence() : evidence));
        }
        return fixes;
    }

    /**
     * Chance is what would be if the other pain point's gripes fell anywhere into the hours in which anything was logged
     * at all.
     */
    private static List<PainPointDetail.Preceding> preceding(Now now, String painPoint) {
        long[] mine = now.courses.getOrDefault(painPoint, Course.NONE).times();
        if (mine.length < PRECEDING_TIMES_MIN) {
            return List.of();
        }
        Set<Long> hours = new HashSet<>();
        now.courses.values().forEach(course -> {
            for (long time : course.times()) {
                hours.add(Math.floorDiv(time, 3_600_000L));
            }
        });
        List<PainPointDetail.Preceding> preceding = new ArrayList<>();
        now.courses.forEach((id, course) -> {
            StoredPainPoint other = now.view.find(id);
            if (id.equals(painPoint) || other == null || course.count() < PRECEDING_TIMES_MIN) {
                return;
            }
            int times = 0;
            for (long time : mine) {
                times += course.countBetween(time - PRECEDES.toMillis(), time) > 0 ? 1 : 0;
            }
            double chance = 1 - Math.exp(-course.count() * (double) PRECEDES.toHours() / Math.max(1, hours.size()));
            double expected = mine.length * chance;
            if (times >= PRECEDING_TIMES_MIN
                    && times - expected > PRECEDING_DEVIATIONS * Math.sqrt(expected * (1 - chance))) {
                preceding.add(new PainPointDetail.Preceding(
                        id, now.view.label(other), times, mine.length, expected, (int) PRECEDES.toMinutes()));
            }
        });
        preceding.sort(Comparator.comparingDouble((PainPointDetail.Preceding one) -> one.times() - one.expected())
                .reversed());
        return preceding.subList(0, Math.min(PRECEDING_MAX, preceding.size()));
    }

    private static List<PainPointDetail.Related> related(StoredPainPoint painPoint, List<PainPointItem> all) {
        String theme = painPoint.theme();
        return theme == null
                ? List.of()
                : all.stream()
                        .filter(item -> theme.equals(item.theme()) && !item.id().equals(painPoint.id()))
                        .limit(RELATED_MAX)
                        .map(item -> new PainPointDetail.Related(item.id(), item.label(), item.minutes()))
                        .toList();
    }

    private List<PainPointDetail.DecisionLine> decisions(Workspace workspace, View view, String painPoint) {
        Set<String> parts = view.parts(painPoint);
        List<Decision> about = new ArrayList<>();
        for (Decision decision : view.decisions()) {
            String other = decision.other();
            if (parts.contains(decision.painPoint()) || (other != null && parts.contains(other))) {
                about.add(decision);
            }
        }
        Collections.reverse(about);
        about = about.subList(0, Math.min(DECISIONS_MAX, about.size()));
        Map<String, String> texts = new HashMap<>();
        index.find(
                        workspace,
                        about.stream()
                                .flatMap(decision ->
                                        decision.gripesOrNone().stream().limit(1))
                                .collect(Collectors.toSet()))
                .forEach(gripe -> texts.put(gripe.id(), gripe.text()));
        List<PainPointDetail.DecisionLine> lines = new ArrayList<>();
        for (Decision decision : about) {
            List<String> gripes = decision.gripesOrNone();
            Long undoneAt = decision.undoneAt();
            lines.add(new PainPointDetail.DecisionLine(
                    decision.id(),
                    Instant.ofEpochMilli(decision.at()),
                    decision.by(),
                    decision.kind().wireName(),
                    decision.text(),
                    decision.other(),
                    label(view, decision.other()),
                    gripes.stream().limit(EVIDENCE_MAX).toList(),
                    gripes.size(),
                    gripes.isEmpty() ? null : texts.get(gripes.get(0)),
                    undoneAt == null ? null : Instant.ofEpochMilli(undoneAt),
                    decision.undoneBy()));
        }
        return lines;
    }

    private static @Nullable String label(View view, @Nullable String id) {
        StoredPainPoint painPoint = id == null ? null : view.find(view.resolved(id));
        return painPoint == null ? null : view.label(painPoint);
    }

    /** As near as milliseconds come: a year of nine digits has more than fit. */
    private static long bounded(Instant time) {
        return time.isBefore(EARLIEST)
                ? EARLIEST.toEpochMilli()
                : time.isAfter(LATEST) ? LATEST.toEpochMilli() : time.toEpochMilli();
    }

    static OffsetDateTime utc(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
