package dev.portcullis.gateway.tls;

import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;

/**
 * Which protocols and suites are spoken, after RFC 9325 and Mozilla's guidance for servers. Neither preset has RSA key
 * transport, CBC suites, compression or renegotiation.
 */
public enum TlsPreset {
    /** TLS 1.3 alone. */
    MODERN,
    /** TLS 1.3 and 1.2, the latter with forward secrecy and authenticated encryption only. */
    INTERMEDIATE;

    private static final List<String> SUITES_13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> SUITES_12 = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** The protocols, in the JDK's names. */
    public List<String> protocols() {
        return this == MODERN ? List.of("TLSv1.3") : List.of("TLSv1.3", "TLSv1.2");
    }

    /** The cipher suites, in the JDK's names and in the order preferred. */
    public List<String> cipherSuites() {
        return this == MODERN
                ? SUITES_13
                : Stream.concat(SUITES_13.stream(), SUITES_12.stream()).toList();
    }

    /**
     * The groups of key exchange, in the JDK's names and in the order preferred. A JDK before 20 takes them for the whole
     * process alone, as the system property {@code jdk.tls.namedGroups}.
     */
    public List<String> namedGroups() {
        return NamedGroups.NAMES;
    }

    /** Puts protocols, suites and groups into the parameters. */
    void applyTo(SSLParameters parameters) {
        parameters.setProtocols(protocols().toArray(String[]::new));
        parameters.setCipherSuites(cipherSuites().toArray(String[]::new));
        NamedGroups.applyTo(parameters);
    }
}
