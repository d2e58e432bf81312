package dev.portcullis.gateway.tls.policy;

import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.Condition;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.tls.ClientMode;
import dev.portcullis.gateway.tls.Revocation;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsMaterialException;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS of the listeners, from one policy. Every file is tried before the policy can become active. */
final class Termination {
    private static final Logger LOG = LoggerFactory.getLogger(TlsProvider.class);
    private static final Place TLS = TlsPolicy.SECTION.place();

    private final PolicyContext policy;
    private final TlsPolicy tls;
    private boolean failed;

    Termination(PolicyContext policy, TlsPolicy tls) {
        this.policy = policy;
        this.tls = tls;
    }

    void offer(Contribution contribution) {
        if (tls.certificates().isEmpty()) {
            unused("preset", tls.preset().isPresent());
            unused("clients", tls.clients().isPresent());
            return;
        }
        ServerTlsSettings settings = settings();
        if (settings == null) {
            return;
        }
        // one for the life of the listeners, whatever its settings: these follow when the policy becomes active
        policy.kept(TLS, "listeners", "listeners", () -> new Listeners(ServerTls.of(settings)))
                .filter(listeners -> inTime(settings, listeners))
                .ifPresent(listeners -> {
                    contribution.offer(ServerTls.class, listeners.tls());
                    TlsMetrics.of(settings, listeners).forEach(contribution::report);
                    contribution.report(new Condition(
                            "tls.certificates",
                            () -> listeners.tls().settings().identities().toString()));
                    contribution.listen(new PolicyListener() {
                        @Override
                        public void active(Metadata name) {
                            activate(listeners, settings);
                        }

                        @Override
                        public void refused(List<dev.portcullis.gateway.policy.shape.PolicyError> errors) {
                            listeners.refused(errors);
                        }
                    });
                });
    }

    private static void activate(Listeners listeners, ServerTlsSettings settings) {
        try {
            if (listeners.follow(settings)) {
                LOG.info("the TLS of the listeners was replaced: {}", settings.identities());
            }
        } catch (TlsMaterialException e) {
            // the same settings made a context when the policy was judged
            LOG.error("the TLS of the listeners stays as it was: {} {}", e.code(), e.getMessage());
        }
    }

    /** A new certificate that has ended, or not begun, is a mistake: nobody would believe it. */
    private boolean inTime(ServerTlsSettings settings, Listeners listeners) {
        boolean good = true;
        for (int i = 0; i < settings.identities().size(); i++) {
            TlsIdentity identity = settings.identities().get(i);
            try {
                identity.requireValidAt(policy.wallClock().instant());
            } catch (TlsMaterialException e) {
                if (!listeners.shows(identity)) {
                    Place place = TLS.member("certificates").item(i);
                    policy.error(place, e.code(), "in " + place + ": " + e.getMessage());
                    good = false;
                }
            }
        }
        return good;
    }

    private void unused(String key, boolean there) {
        if (there) {
            Place place = TLS.member(key);
            policy.error(
                    place,
                    "unused-setting",
                    "nothing uses " + place + ": the listeners have no certificates; add tls.certificates");
        }
    }

    private @Nullable ServerTlsSettings settings() {
        List<TlsIdentity> identities = new ArrayList<>();
        for (int i = 0; i < tls.certificates().size(); i++) {
            TlsIdentity identity =
                    made(TLS.member("certificates").item(i), tls.certificates().get(i)::identity);
            if (identity != null) {
                identities.add(identity);
            }
        }
        ClientsPolicy clients = tls.clients().orElse(null);
        TrustBundle trust = null;
        Revocation revocation = null;
        if (clients != null) {
            Place place = TLS.member("clients");
            trust = made(place.member("trust"), clients::bundle);
            ClientsPolicy.RevocationPolicy checked = clients.revocation();
            revocation = checked == null ? null : made(place.member("revocation"), checked::revocation);
        }
        if (failed) {
            return null;
        }
        ServerTlsSettings settings = new ServerTlsSettings(
                tls.preset().orElse(TlsPreset.INTERMEDIATE),
                identities,
                clients == null ? ClientMode.OFF : clients.mode(),
                trust,
                revocation);
        return made(TLS, () -> ServerTls.of(settings)) == null ? null : settings;
    }

    private interface Material<T> {
        @Nullable
        T make() throws TlsMaterialException;
    }

    private <T> @Nullable T made(Place place, Material<T> material) {
        try {
            return material.make();
        } catch (TlsMaterialException e) {
            failed = true;
            policy.error(place, e.code(), "in " + place + ": " + e.getMessage());
            return null;
        }
    }
}
