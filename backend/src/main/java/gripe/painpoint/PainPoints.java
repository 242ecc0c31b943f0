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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists pain points, their gripes, and where gripes belong. Thread-safe. */
@Singleton
public final class PainPoints {
    static final Comparator<PainPointItem> COSTLIEST =
            Comparator.comparingDouble(PainPointItem::minutes).reversed().thenComparing(PainPointItem::id);

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
     * @param theme only those of this theme; null for all
     * @param from gripes before it are not counted
     * @param to gripes after it are not counted, and rates and weeks end there
     */
    public PainPointPage list(
            Workspace workspace,
            @Nullable String sort,
            @Nullable String theme,
            @Nullable Instant from,
            @Nullable Instant to,
            int limit,
            @Nullable String cursor) {
        Moment now = moments.at(workspace, to);
        List<PainPointItem> items = now.items(from);
        if (theme != null) {
            items.removeIf(item -> !theme.equals(item.theme()));
        }
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

    static void sort(List<PainPointItem> items, @Nullable String sort, Moment now) {
        Comparator<PainPointItem> order = switch (sort == null ? "cost" : sort) {
            case "cost" -> COSTLIEST;
            case "rising" ->
                Comparator.comparingDouble((PainPointItem item) -> now.rise(item.id()))
                        .reversed()
                        .thenComparing(COSTLIEST);
            case "recent" ->
                Comparator.comparing(PainPointItem::lastAt).reversed().thenComparing(COSTLIEST);
            case "returned" ->
                Comparator.comparing(PainPoints::returnedAt).reversed().thenComparing(COSTLIEST);
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

    /**
     * Lists the gripes of a pain point.
     *
     * @param sort {@code alike} (also when null; nearest to the middle first), {@code recent} or {@code cost}
     */
    public PainPointGripes gripes(
            Workspace workspace, String id, @Nullable String sort, int limit, @Nullable String cursor) {
        Moment now = moments.at(workspace, null);
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

    static @Nullable String label(View view, @Nullable String id) {
        StoredPainPoint painPoint = id == null ? null : view.find(view.resolved(id));
        return painPoint == null ? null : view.label(painPoint);
    }

    static OffsetDateTime utc(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
