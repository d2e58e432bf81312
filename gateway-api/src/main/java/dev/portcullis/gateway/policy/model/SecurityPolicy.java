package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.time.Duration;
import java.util.Optional;

/**
 * What browsers are told with every response. {@code nosniff} always; the rest as given.
 *
 * @param transportSecurity to come back over TLS only (RFC 6797); empty where that is omitted
 * @param frameAncestors which sites may show a response in a frame; empty for any
 * @param referrerPolicy how much of an address other sites are told; empty where that is omitted
 */
public record SecurityPolicy(
        Optional<TransportSecurity> transportSecurity,
        Optional<String> frameAncestors,
        Optional<String> referrerPolicy) {
    /** A year of TLS for this host, no frames, and the origin alone for other sites. */
    public static final SecurityPolicy DEFAULTS = new SecurityPolicy(
            Optional.of(new TransportSecurity(Duration.ofDays(365), false)),
            Optional.of("'none'"),
            Optional.of("strict-origin-when-cross-origin"));

    /**
     * To come back over TLS only.
     *
     * @param maxAge for how long
     * @param includeSubDomains whether for every host below this one too
     */
    public record TransportSecurity(Duration maxAge, boolean includeSubDomains) {}

    static Shape<SecurityPolicy> shape() {
        Shape<TransportSecurity> transport = Shapes.object("transportSecurity", members -> {
            Member<Duration> maxAge = members.withDefault("maxAge", Shapes.duration("1s", "3650d"), "365d");
            Member<Boolean> subDomains = members.withDefault("includeSubDomains", Shapes.flag(), false);
            return values -> new TransportSecurity(values.get(maxAge), values.get(subDomains));
        });
        Shape<String> sources = Shapes.text(
                "\"any\", or sources separated by spaces such as \"'self'\"", "[!-+.-:<-~-]+(?: [!-+.-:<-~-]+)*", 1024);
        return Shapes.object("security", members -> {
            Member<Optional<TransportSecurity>> hsts = members.optional(
                    "transportSecurity",
                    Shapes.choice(
                            Shapes.word("omit", Optional.<TransportSecurity>empty()),
                            transport.as("invalid", Optional::of)));
            Member<Optional<String>> frames = members.withDefault(
                    "frameAncestors",
                    sources.as("invalid", text -> text.equals("any") ? Optional.empty() : Optional.of(text)),
                    "'none'");
            Member<Optional<String>> referrer = members.withDefault(
                    "referrerPolicy",
                    Shapes.text("a referrer policy, or omit", "[a-z]+(?:-[a-z]+)*", 64)
                            .as("invalid", text -> text.equals("omit") ? Optional.empty() : Optional.of(text)),
                    "strict-origin-when-cross-origin");
            return values -> new SecurityPolicy(
                    values.or(hsts, DEFAULTS.transportSecurity()), values.get(frames), values.get(referrer));
        });
    }
}
