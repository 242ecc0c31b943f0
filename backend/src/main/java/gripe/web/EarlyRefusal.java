package gripe.web;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/** Refuses what its lane would refuse anyway before it costs a body and a thread, so that a flood is cheap to refuse. */
@ServerFilter({Routes.GRIPES, Routes.SEARCH, Routes.SIMILAR})
@Order(EarlyRefusal.ORDER)
final class EarlyRefusal {
    static final int ORDER = Guard.ORDER + 1;

    private final Lanes lanes;

    EarlyRefusal(Lanes lanes) {
        this.lanes = lanes;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> refuse(HttpRequest<?> request) {
        Lane lane = request.getMethod() == HttpMethod.POST ? lanes.changes() : lanes.questions();
        return lane.full() ? Problems.response(request, lane.overloaded()) : null;
    }
}
