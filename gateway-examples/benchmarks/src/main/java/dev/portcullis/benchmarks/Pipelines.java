package dev.portcullis.benchmarks;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Gateways to be measured. */
public final class Pipelines {
    private static final Key<String> CALLER = Key.of("benchmark.caller", String.class);

    private Pipelines() {}

    /** Four filters that only continue. */
    public static List<Installation> fourContinuing() {
        return List.of(
                Installation.of(Stage.AUDIT, filter("audit")),
                Installation.of(Stage.AUTHENTICATION, filter("authentication")),
                Installation.of(Stage.AUTHORIZATION, filter("authorization")),
                Installation.of(Stage.WAF, filter("waf")));
    }

    /** Four filters that do what their kind does: two observe the end, one leaves a fact, one looks at the response. */
    public static List<Installation> fourSubscribing() {
        LongAdder ended = new LongAdder();
        return List.of(
                Installation.of(Stage.AUDIT, new Named("audit") {
                    @Override
                    public Verdict onRequest(Exchange exchange) {
                        exchange.onComplete(outcome -> ended.add(outcome.status()));
                        return Decision.CONTINUE;
                    }
                }),
                Installation.of(Stage.AUTHENTICATION, new Named("authentication") {
                    @Override
                    public Verdict onRequest(Exchange exchange) {
                        exchange.put(CALLER, "jane");
                        return Decision.CONTINUE;
                    }
                }),
                Installation.of(Stage.AUTHORIZATION, new Named("authorization") {
                    @Override
                    public Verdict onRequest(Exchange exchange) {
                        return exchange.get(CALLER).isPresent() ? Decision.CONTINUE : refused();
                    }
                }),
                Installation.of(Stage.WAF, new Named("waf") {
                    @Override
                    public Verdict onRequest(Exchange exchange) {
                        exchange.inspectResponse(head -> head.status() < 600 ? Decision.CONTINUE : refused());
                        exchange.onComplete(Outcome::status);
                        return Decision.CONTINUE;
                    }
                }));
    }

    /** A gateway of these filters. */
    public static Gateway gateway(List<Installation> filters) {
        Gateway.Builder gateway = Gateway.builder();
        filters.forEach(gateway::add);
        return gateway.build();
    }

    private static Decision refused() {
        throw new IllegalStateException("a benchmark's exchange is not refused");
    }

    private static Filter filter(String name) {
        return new Named(name) {
            @Override
            public Verdict onRequest(Exchange exchange) {
                return Decision.CONTINUE;
            }
        };
    }

    private abstract static class Named implements Filter {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public final String name() {
            return name;
        }
    }
}
