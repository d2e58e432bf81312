package dev.portcullis.gateway.policy.spi;

import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.RefusedHead;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import java.util.function.BiConsumer;

/** Takes what a filter provider contributes to one policy. Valid during {@link FilterProvider#contribute} only. */
public interface Contribution {
    /**
     * Installs a filter, after those that were installed at the stage before. It runs enforced on every route and fails
     * closed, unless the answer is told otherwise.
     */
    InstalledFilter install(Stage stage, Filter filter);

    /**
     * Leaves a fact on the gateway's own route, where filters find it by the exchange's route: what would otherwise be looked
     * up on every request.
     */
    <T> void attach(RoutePolicy route, Key<T> key, T value);

    /**
     * Leaves something for whoever runs the gateway, such as the TLS contexts of its listeners; found with the loaded policy
     * by its type.
     */
    <T> void offer(Class<T> type, T value);

    /**
     * Tells an observer of requests that were refused before the first filter, once each, when the exchange is over. Like a
     * filter's observer it must not block.
     */
    void onRefusedHead(BiConsumer<RefusedHead, Outcome> observer);

    /** Tells a listener when this policy becomes active, and of every candidate that is refused while it is. */
    void listen(PolicyListener listener);

    /** Reports a number for as long as the policy is active. */
    void report(Metric metric);

    /** Reports something that may change by itself, for as long as the policy is active. */
    void report(Condition condition);
}
