package dev.portcullis.examples.serve;

import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.tls.policy.TlsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a later policy that would turn a TLS listener into a plain one or the other way round: the listener cannot follow,
 * and a policy that is only half in force is none.
 */
final class ListenerProvider implements FilterProvider {
    private volatile @Nullable Boolean listening;

    @Override
    public String name() {
        return "serve-listener";
    }

    /** Says what the listener is, once it listens. */
    void listensWithTls(boolean tls) {
        listening = tls;
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        boolean wanted = policy.get(TlsPolicy.SECTION)
                .filter(tls -> !tls.certificates().isEmpty())
                .isPresent();
        Boolean now = listening;
        if (now != null && now != wanted) {
            policy.error(
                    TlsPolicy.SECTION.place(),
                    "needs-restart",
                    now
                            ? "the listener speaks TLS, and this policy has no tls.certificates; restart the gateway"
                            : "the listener speaks no TLS, and this policy has tls.certificates; restart the gateway");
        }
    }
}
