package dev.portcullis.ratelimit;

import dev.portcullis.gateway.AppliedLimits;
import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.Scheduler;
import dev.portcullis.gateway.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The limits of one route at one stage: a request passes all of them or takes nothing from any. Thread-safe. */
public final class RouteLimits {
    private static final long UNKNOWN = -1;

    private final Limiter[] limiters;
    private final AppliedLimits names;
    private final boolean byBody;
    private final Scheduler scheduler;

    private RouteLimits(List<Limiter> limiters, Scheduler scheduler) {
        this.limiters = limiters.toArray(new Limiter[0]);
        this.names = new AppliedLimits(
                limiters.stream().map(limiter -> limiter.limit.name()).toList());
        this.byBody = limiters.stream().anyMatch(limiter -> limiter.limit.cost() instanceof Cost.ByBodyBytes);
        this.scheduler = scheduler;
    }

    /** Limits that count together. */
    public static RouteLimits of(List<Limiter> limiters, Scheduler scheduler) {
        return new RouteLimits(limiters, scheduler);
    }

    Verdict judge(Exchange exchange) {
        names.addTo(exchange);
        long content = byBody ? contentLength(exchange.request()) : 0;
        if (content == UNKNOWN) {
            Ending ending = new Ending();
            exchange.onComplete(ending);
            exchange.inspectRequestBody(BodyLimit.reject(Integer.MAX_VALUE), body -> judgeBody(exchange, body, ending));
        }
        List<Taking> takings = new ArrayList<>(limiters.length);
        for (Limiter limiter : limiters) {
            if (content != UNKNOWN || !(limiter.limit.cost() instanceof Cost.ByBodyBytes)) {
                takings.add(taking(limiter, exchange, content));
            }
        }
        if (takings.isEmpty()) {
            return Decision.CONTINUE;
        }
        Admission admission = admission(exchange, takings);
        if (admission.mustSeeTheEnd()) {
            exchange.onComplete(admission);
        }
        return admission.begin();
    }

    /** The end of an exchange whose body is judged later, when nobody can ask for it any more. */
    private static final class Ending implements Consumer<Outcome> {
        private @Nullable Admission admission;

        @Override
        public void accept(Outcome outcome) {
            if (admission != null) {
                admission.accept(outcome);
            }
        }
    }

    /** A body whose length nobody had told is counted once it is there. */
    private Verdict judgeBody(Exchange exchange, Body body, Ending ending) {
        List<Taking> takings = new ArrayList<>(limiters.length);
        for (Limiter limiter : limiters) {
            if (limiter.limit.cost() instanceof Cost.ByBodyBytes) {
                takings.add(taking(limiter, exchange, body.length()));
            }
        }
        Admission admission = admission(exchange, takings);
        ending.admission = admission;
        return admission.begin();
    }

    private Admission admission(Exchange exchange, List<Taking> takings) {
        return new Admission(exchange, takings.toArray(new Taking[0]), scheduler);
    }

    private static Taking taking(Limiter limiter, Exchange exchange, long content) {
        return new Taking(
                limiter,
                limiter.terms(exchange),
                limiter.key(exchange),
                tokens(limiter.limit.cost(), exchange, content));
    }

    private static long tokens(Cost cost, Exchange exchange, long content) {
        if (cost instanceof Cost.Fixed fixed) {
            return fixed.tokens();
        }
        return cost instanceof Cost.ByBodyBytes body
                ? body.tokens(content)
                : Math.max(1, number(exchange.request().headers(), ((Cost.ByHeader) cost).name()));
    }

    /** The length of the content, if the head tells it. */
    private static long contentLength(RequestHead head) {
        long length = number(head.headers(), "Content-Length");
        if (length >= 0) {
            return length;
        }
        boolean none = head.protocol().startsWith("HTTP/1") && !head.headers().contains("Transfer-Encoding");
        return none ? 0 : UNKNOWN;
    }

    /** The whole number of the first field of this name; -1 where there is none, and the largest where it is larger. */
    static long number(Headers headers, String name) {
        int at = headers.indexOf(name, 0);
        if (at < 0) {
            return -1;
        }
        String text = headers.value(at);
        if (text.isEmpty()) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = Math.min(number * 10 + (c - '0'), 1L << 53);
        }
        return number;
    }
}
