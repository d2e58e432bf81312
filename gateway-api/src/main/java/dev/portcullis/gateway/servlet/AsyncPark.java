package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.host.Step;
import jakarta.servlet.AsyncContext;
import java.io.IOException;

/** An exchange that waits for its verdict without a thread, and then goes on in a dispatch of its own. */
final class AsyncPark {
    private final Crossing crossing;
    private final AsyncContext context;
    private final Home home;
    private volatile boolean forward;

    AsyncPark(Crossing crossing, AsyncContext context, Home home) {
        this.crossing = crossing;
        this.context = context;
        this.home = home;
    }

    void park(Step.Park park) {
        home.moveTo(context);
        wait(park);
    }

    /** Whether the dispatch at hand is the one in which the exchange goes on to the handler. */
    boolean resumes() {
        return forward;
    }

    private void wait(Step.Park park) {
        park.next().whenComplete((step, impossible) -> proceed(step));
    }

    private void proceed(Step step) {
        try {
            if (step instanceof Step.Park again) {
                wait(again);
            } else if (step instanceof Step.Collect collect) {
                proceed(crossing.body().collect(collect)); // on a thread of the container, which may block
            } else if (step instanceof Step.Reply reply) {
                crossing.answer(reply);
                end();
            } else {
                forward = true;
                home.moveBack();
                context.dispatch();
            }
        } catch (IOException | RuntimeException e) {
            crossing.lost(e);
            end();
        }
    }

    private void end() {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // the container has ended it already
        } finally {
            crossing.complete();
        }
    }
}
