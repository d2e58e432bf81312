package dev.portcullis.gateway.tls.policy;

import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsMaterialException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The TLS of the listeners, kept from policy to policy. */
final class Listeners implements AutoCloseable {
    private final ServerTls tls;
    private final LongAdder refusedRotations = new LongAdder();
    private volatile boolean inForce;

    Listeners(ServerTls tls) {
        this.tls = tls;
    }

    ServerTls tls() {
        return tls;
    }

    /** Takes the settings of a policy that became active; equal ones change nothing. */
    boolean follow(ServerTlsSettings settings) throws TlsMaterialException {
        inForce = true;
        return tls.replace(settings);
    }

    /**
     * Whether the certificate is shown already. That one has ended meanwhile must not keep a policy from changing for another
     * reason.
     */
    boolean shows(TlsIdentity identity) {
        return inForce && tls.settings().identities().contains(identity);
    }

    /** Counts candidates that were refused for their keys, certificates or lists. */
    void refused(List<PolicyError> errors) {
        for (PolicyError error : errors) {
            if (error.code().startsWith("tls.")) {
                refusedRotations.increment();
                return;
            }
        }
    }

    long refusedRotations() {
        return refusedRotations.sum();
    }

    /** Connections outlive the policy; nothing is held that would have to be let go. */
    @Override
    public void close() {}
}
