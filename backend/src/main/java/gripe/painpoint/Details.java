package gripe.painpoint;

import gripe.Gripe;
import gripe.Workspace;
import gripe.index.GripeIndex;
import gripe.index.Member;
import gripe.painpoint.Catalogue.View;
import gripe.painpoint.PainPointDetail.FixCourse;
import gripe.storage.Decision;
import gripe.storage.StoredPainPoint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
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

/** Tells all about one pain point. Thread-safe. */
@Singleton
public final class Details {
    static final int YEAR_WEEKS = 52;

    static final int QUARTER_WEEKS = 13;
    private static final int EVIDENCE_MAX = 3;
    private static final int NAMES_MAX = 5;
    private static final int PRECEDING_MAX = 5;
    private static final int RELATED_MAX = 8;
    private static final int DECISIONS_MAX = 100;
    private static final Duration PRECEDES = Duration.ofHours(2);
    /** Three times are no pattern yet that somebody would act on when chance makes two. */
    private static final int PRECEDING_TIMES_MIN = 3;

    private static final double PRECEDING_DEVIATIONS = 3;

    private final Moments moments;
    private final GripeIndex index;

    Details(Moments moments, GripeIndex index) {
        this.moments = moments;
        this.index = index;
    }

    /**
     * The pain point, by any id that it ever had. Throws Problem NOT_FOUND.
     *
     * @param zone in which weeks begin
     */
    public PainPointDetail of(Workspace workspace, String id, ZoneId zone) {
        Moment now = moments.at(workspace, null, zone);
        StoredPainPoint painPoint = PainPoints.required(now.view, id);
        Course known = now.courses.getOrDefault(painPoint.id(), Course.NONE);
        List<PainPointItem> all = now.items(null);
        all.sort(Comparator.comparingDouble(PainPointItem::minutes).reversed());
        PainPointItem item = now.item(painPoint, Long.MIN_VALUE);
        if (item == null) {
            item = now.empty(painPoint);
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
                Course.weeksFrom(now.end - 1, YEAR_WEEKS, zone),
                known.weeks(now.end - 1, YEAR_WEEKS, zone),
                heat(members, known.estimate()),
                sources(members, known.estimate()),
                centre.isEmpty() ? null : centre.get(0),
                names(members, item.label()),
                PainPointDetail.Title.of(painPoint.title()),
                fixes(now, painPoint.id(), known, members),
                item.perWeek() == 0
                        ? null
                        : new PainPointDetail.Payback(
                                item.perWeek() * QUARTER_WEEKS / 60, item.perWeek() * 2 * QUARTER_WEEKS / 60),
                now.view.law().note(painPoint.id()) == null
                        ? 0
                        : known.countBetween(now.view.law().notedAt(painPoint.id()), now.end),
                preceding(now, painPoint.id()),
                related(painPoint, all),
                DecisionLines.of(index, workspace, now.view, decisions(now.view, painPoint.id())),
                painPoint.history().stream()
                        .map(event -> new PainPointDetail.HistoryLine(
                                Instant.ofEpochMilli(event.at()),
                                event.kind(),
                                event.other(),
                                PainPoints.label(now.view, event.other()),
                                event.gripes()))
                        .toList(),
                now.currency(),
                now.staleSince);
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

    /** Gripes between a fix and its return are left out: somebody said that they show no return. */
    private static List<FixCourse> fixes(Moment now, String painPoint, Course known, List<Member> members) {
        List<FixCourse> fixes = new ArrayList<>();
        for (FixCourse fix : now.fixes(painPoint, known)) {
            Instant back = fix.returned() ? fix.endedAt() : null;
            List<String> evidence = back == null
                    ? List.of()
                    : members.stream()
                            .map(Member::gripe)
                            .filter(gripe -> !gripe.happenedAt().toInstant().isBefore(back))
                            .sorted(Comparator.comparing(
                                    (Gripe gripe) -> gripe.happenedAt().toInstant()))
                            .limit(EVIDENCE_MAX)
                            .map(Gripe::id)
                            .toList();
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
    private static List<PainPointDetail.Preceding> preceding(Moment now, String painPoint) {
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

    private static List<Decision> decisions(View view, String painPoint) {
        Set<String> parts = view.parts(painPoint);
        List<Decision> about = new ArrayList<>();
        for (Decision decision : view.decisions()) {
            String other = decision.other();
            // Who is kept apart from then on was here before.
            boolean left = decision.kind() == Decision.Kind.NEVER_GROUP
                    && decision.beforeOrNone().values().stream().anyMatch(parts::contains);
            if (parts.contains(decision.painPoint()) || (other != null && parts.contains(other)) || left) {
                about.add(decision);
            }
        }
        Collections.reverse(about);
        return about.subList(0, Math.min(DECISIONS_MAX, about.size()));
    }
}
