package dev.portcullis.audit.policy;

import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.spi.Condition;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Records what becomes of policies (PCI DSS 4.0.1, section 10.2.1: changes to what decides about access). */
final class PolicyEvents implements PolicyListener {
    private final LogLease lease;
    private final Metadata policy;

    PolicyEvents(LogLease lease, Metadata policy) {
        this.lease = lease;
        this.policy = policy;
    }

    /** With the digest of the document, which keys are in use, and whatever else may change by itself. */
    @Override
    public void active(Metadata active, List<Condition> conditions) {
        lease.activate();
        Map<String, Supplier<String>> states = new HashMap<>();
        conditions.forEach(condition -> states.put(condition.name(), condition.state()));
        lease.log().record("policy.active", active.toString(), lease.log().watch(states));
    }

    /** The place and the kind of the first mistake; its message may quote what the file says. */
    @Override
    public void refused(List<PolicyError> errors) {
        PolicyError first = errors.get(0);
        TreeMap<String, String> details = new TreeMap<>();
        details.put("code", first.code());
        details.put("errors", Integer.toString(errors.size()));
        details.put("position", first.position().toString());
        lease.log().record("policy.refused", policy.toString(), details);
    }
}
