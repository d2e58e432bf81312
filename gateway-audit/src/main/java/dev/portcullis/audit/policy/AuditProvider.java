package dev.portcullis.audit.policy;

import dev.portcullis.audit.AuditFilter;
import dev.portcullis.audit.AuditRecorder;
import dev.portcullis.audit.RequiredAuditFilter;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.Purpose;
import java.util.List;

/** The section {@code audit}, and the key {@code audit} of routes. */
public final class AuditProvider implements FilterProvider {
    private final Logs logs = new Logs();

    /** For {@link java.util.ServiceLoader}. */
    public AuditProvider() {}

    @Override
    public String name() {
        return "gateway-audit";
    }

    @Override
    public List<Section<?>> sections() {
        return List.of(AuditPolicy.SECTION);
    }

    @Override
    public List<RouteKey<?>> routeKeys() {
        return List.of(AuditPolicy.ROUTE);
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        AuditPolicy wanted = policy.get(AuditPolicy.SECTION).orElse(null);
        if (wanted == null) {
            requireNowhere(policy);
            return;
        }
        if (policy.purpose() == Purpose.CHECK) {
            return;
        }
        policy.<LogLease>kept(AuditPolicy.SECTION.place(), "log", wanted.ofLog(), () -> logs.lease(wanted, policy))
                .ifPresent(lease -> install(wanted, lease, policy, contribution));
    }

    private static void install(AuditPolicy wanted, LogLease lease, PolicyContext policy, Contribution contribution) {
        AuditRecorder recorder = new AuditRecorder(lease.log(), wanted.redact().redaction());
        contribution
                .install(Stage.AUDIT, new AuditFilter(recorder, wanted.terms()))
                .at(AuditPolicy.SECTION.place());
        if (policy.routes().stream().anyMatch(AuditProvider::required)) {
            contribution
                    .install(Stage.AUDIT_REQUIRED, new RequiredAuditFilter(wanted.terms()))
                    .mode(route -> required(route) ? Mode.ENFORCE : Mode.OFF)
                    .at(AuditPolicy.SECTION.place());
        }
        contribution.onRefusedHead(recorder::refused);
        contribution.listen(new PolicyEvents(lease, policy.metadata()));
        AuditMetrics.of(lease.log()).forEach(contribution::report);
    }

    private static boolean required(RoutePolicy route) {
        return route.get(AuditPolicy.ROUTE).orElse(false);
    }

    private static void requireNowhere(PolicyContext policy) {
        for (RoutePolicy route : policy.routes()) {
            if (route.get(AuditPolicy.ROUTE).isPresent()) {
                policy.error(
                        policy.place(route, AuditPolicy.ROUTE),
                        "nothing-uses",
                        "the route \"" + route.id() + "\" asks for records, and there is no section `audit`");
            }
        }
    }
}
