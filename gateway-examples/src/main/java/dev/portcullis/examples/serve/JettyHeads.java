package dev.portcullis.examples.serve;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection of Jetty's on which no request is under way and none has become whole for one interval, or at most two: its
 * head comes drop by drop, which the connector's idle time takes for activity.
 */
final class JettyHeads extends AbstractLifeCycle {
    private final ServerConnector connector;
    private final long millis;
    private Map<EndPoint, Long> before = Map.of();
    private Scheduler.@Nullable Task next;

    JettyHeads(ServerConnector connector, Duration interval) {
        this.connector = connector;
        this.millis = interval.toMillis();
    }

    @Override
    protected void doStart() {
        again();
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    private void again() {
        next = connector.getScheduler().schedule(this::look, millis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (!isRunning()) {
            return;
        }
        Map<EndPoint, Long> unused = new HashMap<>();
        for (EndPoint end : connector.getConnectedEndPoints()) {
            Connection http = http(end.getConnection());
            if (http != null && http.getMessagesIn() == http.getMessagesOut()) {
                long requests = http.getMessagesIn();
                if (Long.valueOf(requests).equals(before.get(end))) {
                    end.close();
                } else {
                    unused.put(end, requests);
                }
            }
        }
        before = unused;
        again();
    }

    private static @Nullable Connection http(@Nullable Connection outer) {
        return outer instanceof SslConnection secure ? secure.getSslEndPoint().getConnection() : outer;
    }
}
