package dev.portcullis.auth.testkit;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Records every decision by the id of its request. */
public final class Codes implements FilterProvider {
    private static final int KEPT = 100_000;

    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final Map<String, Principal> callers = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "codes";
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        Filter observer = exchange -> {
            exchange.responseHeaders().set("X-Request-Id", exchange.id());
            exchange.onComplete(outcome -> {
                exchange.get(Principal.KEY).ifPresent(caller -> callers.put(exchange.id(), caller));
                record(exchange.id(), outcome);
            });
            return Decision.CONTINUE;
        };
        contribution.install(Stage.AUDIT, observer);
        contribution.onRefusedHead((head, outcome) -> record(head.id(), outcome));
    }

    private void record(String id, Outcome outcome) {
        if (codes.size() < KEPT) {
            codes.put(id, outcome.rejection() == null ? "" : outcome.rejection().code());
        }
    }

    /** The code of a decision; {@code null} while there is none. */
    public String of(String id) {
        return codes.get(id);
    }

    /** Who made the request; {@code null} for nobody. */
    public Principal caller(String id) {
        return callers.get(id);
    }
}
