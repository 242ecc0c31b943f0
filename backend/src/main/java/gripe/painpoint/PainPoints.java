package gripe.painpoint;

import gripe.Gripe;
import gripe.PainPoint;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.index.GripeIndex;
import gripe.index.Member;
import gripe.painpoint.Catalogue.View;
import gripe.storage.StoredPainPoint;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists pain points, their gripes, and where gripes belong. Thread-safe. */
@Singleton
public final class PainPoints {
    static final Comparator<PainPointItem> COSTLIEST =
            Comparator.comparingDouble(PainPointItem::minutes).reversed().thenComparing(PainPointItem::id);

    /** The first is taken where none is said. */
    private static final List<String> SORTS = List.of("cost", "rising", "recent", "returned");

    private static final List<String> GRIPE_SORTS = List.of("alike", "recent", "cost");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int REMINDERS_MAX = 10;
    private static final byte[] NO_MIDDLE = {};
    private static final int KEY_VALUES = 3;
    private static final int GRIPE_KEY_VALUES = 2;

    private final Moments moments;
    private final Catalogue catalogue;
    private final GripeIndex index;
    private final Regrouping regrouping;

    PainPoints(Moments moments, Catalogue catalogue, GripeIndex index, Regrouping regrouping) {
        this.moments = moments;
        this.catalogue = catalogue;
        this.index = index;
        this.regrouping = regrouping;
    }

    /**
     * Lists pain points.
     *
     * @param sort {@code cost} (also when null), {@code rising}, {@code recent} or {@code returned}
     * @param q only those whose name has all these words in it, or beginnings or ends of them; null for all
     * @param theme only those of this theme; null for all
     * @param from gripes before it are not counted
     * @param to gripes from it on are not counted, and rates and weeks end there
     * @param zone in which weeks begin
     */
    public PainPointPage list(
            Workspace workspace,
            @Nullable String q,
            @Nullable String sort,
            @Nullable String theme,
            @Nullable Instant from,
            @Nullable Instant to,
            ZoneId zone,
            int limit,
            @Nullable String cursor) {
        String order = known(sort, SORTS);
        PageEnd after = cursor == null ? null : PageEnd.read(cursor, order, KEY_VALUES);
        Moment now = moments.at(workspace, after == null ? to : Instant.ofEpochMilli(after.asOfMillis()), zone);
        List<PainPointItem> items = now.items(from);
        if (theme != null) {
            items.removeIf(item -> !theme.equals(item.theme()));
        }
        if (q != null) {
            List<String> words = List.of(SPACES.split(q.strip().toLowerCase(Locale.ROOT), -1));
            items.removeIf(item -> !words.stream().allMatch(item.label().toLowerCase(Locale.ROOT)::contains));
        }
        sort(items, order, now);
        List<PainPointItem> rest = after == null
                ? items
                : items.stream()
                        .dropWhile(item -> key(item, order, now).compareTo(after.key()) <= 0)
                        .toList();
        List<PainPointItem> page = rest.subList(0, Math.min(rest.size(), limit));
        Moment.Savings savings = now.savings(theme);
        return new PainPointPage(
                page,
                page.size() < rest.size()
                        ? new PageEnd(order, now.end, 0, NO_MIDDLE, key(page.get(page.size() - 1), order, now)).write()
                        : null,
                items.size(),
                items.stream().mapToDouble(PainPointItem::minutes).sum(),
                savings.minutes(),
                savings.fixes(),
                now.reminders(REMINDERS_MAX),
                now.currency(),
                regrouping.status(),
                now.staleSince);
    }

    private static String known(@Nullable String sort, List<String> sorts) {
        if (sort == null) {
            return sorts.get(0);
        }
        if (!sorts.contains(sort)) {
            throw new Problem(Code.INVALID, "sort", "Sort is one of " + String.join(", ", sorts) + ".");
        }
        return sort;
    }

    static void sort(List<PainPointItem> items, String sort, Moment now) {
        if (sort.equals("returned")) {
            items.removeIf(item -> item.returnedAt() == null);
        }
        Map<String, SortKey> keys = new HashMap<>();
        items.forEach(item -> keys.put(item.id(), key(item, sort, now)));
        items.sort(Comparator.comparing(item -> Objects.requireNonNull(keys.get(item.id()))));
    }

    private static SortKey key(PainPointItem item, String sort, Moment now) {
        double value = switch (sort) {
            case "cost" -> item.minutes();
            case "rising" -> now.rise(item.id());
            case "recent" -> item.lastAt().toEpochMilli();
            case "returned" -> returnedAt(item).toEpochMilli();
            default -> throw new IllegalArgumentException(sort);
        };
        return new SortKey(List.of(item.pinned() ? 1.0 : 0.0, value, item.minutes()), item.id());
    }

    private static Instant returnedAt(PainPointItem item) {
        return Objects.requireNonNullElse(item.returnedAt(), Instant.EPOCH);
    }

    /**
     * Lists the gripes of a pain point.
     *
     * @param sort {@code alike} (also when null; nearest to the middle first), {@code recent} or {@code cost}
     */
    public PainPointGripes gripes(
            Workspace workspace, String id, @Nullable String sort, int limit, @Nullable String cursor) {
        String order = known(sort, GRIPE_SORTS);
        PageEnd after = cursor == null ? null : PageEnd.read(cursor, order, GRIPE_KEY_VALUES);
        Moment now = moments.at(workspace, null);
        StoredPainPoint painPoint = required(now.view, id);
        Set<String> parts = now.view.parts(painPoint.id());
        byte[] middle = after == null || after.middle().length == 0
                ? Alikeness.middle(index, workspace, parts)
                : after.middle();
        Map<String, Double> similarity = Alikeness.to(middle, index, workspace, parts);
        double estimate = now.courses.getOrDefault(painPoint.id(), Course.NONE).estimate();
        double sortedBy = after == null ? estimate : after.estimate();
        List<Keyed> items = new ArrayList<>();
        for (Member member : index.members(workspace, parts)) {
            Gripe gripe = member.gripe();
            Double minutes = gripe.minutes();
            Double alike = similarity.get(gripe.id());
            items.add(new Keyed(
                    key(gripe, order, alike, minutes == null ? sortedBy : minutes),
                    new PainPointGripes.Item(gripe, alike, minutes == null ? estimate : minutes, minutes == null)));
        }
        items.sort(Comparator.comparing(Keyed::key));
        List<Keyed> rest = after == null
                ? items
                : items.stream()
                        .dropWhile(item -> item.key().compareTo(after.key()) <= 0)
                        .toList();
        List<Keyed> page = rest.subList(0, Math.min(rest.size(), limit));
        return new PainPointGripes(
                page.stream().map(Keyed::item).toList(),
                items.size(),
                page.size() < rest.size()
                        ? new PageEnd(
                                        order,
                                        0,
                                        sortedBy,
                                        order.equals("alike") ? middle : NO_MIDDLE,
                                        page.get(page.size() - 1).key())
                                .write()
                        : null,
                now.staleSince);
    }

    private record Keyed(SortKey key, PainPointGripes.Item item) {}

    private static SortKey key(Gripe gripe, String sort, @Nullable Double similarity, double minutes) {
        double value = switch (sort) {
            case "alike" -> similarity == null ? -1 : similarity;
            case "recent" -> 0;
            case "cost" -> minutes;
            default -> throw new IllegalArgumentException(sort);
        };
        double happened = Moment.bounded(gripe.happenedAt().toInstant());
        return new SortKey(List.of(value, happened), gripe.id());
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

    static @Nullable String label(View view, @Nullable String id) {
        StoredPainPoint painPoint = id == null ? null : view.find(view.resolved(id));
        return painPoint == null ? null : view.label(painPoint);
    }

    static OffsetDateTime utc(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
