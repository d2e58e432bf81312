package dev.portcullis.gateway.hygiene;

import dev.portcullis.gateway.Headers;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The field X-Forwarded-Client-Cert as Envoy documents it: elements separated by commas, of pairs separated by semicolons,
 * whose values may be quoted. Exactly one element is taken, and its certificates are percent-encoded PEM.
 */
final class ForwardedClientCert {
    private static final String FIELD = "X-Forwarded-Client-Cert";
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private final String text;
    private int at;
    private @Nullable String cert;
    private @Nullable String chain;

    private ForwardedClientCert(String text) {
        this.text = text;
    }

    static List<X509Certificate> read(Headers headers) throws UnreadableCertificateException {
        List<String> lines = headers.all(FIELD);
        if (lines.isEmpty()) {
            return List.of();
        }
        if (lines.size() > 1) {
            throw new UnreadableCertificateException(lines.size() + " fields " + FIELD);
        }
        return new ForwardedClientCert(lines.get(0)).element();
    }

    private List<X509Certificate> element() throws UnreadableCertificateException {
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                throw new UnreadableCertificateException("a part of " + FIELD + " without a value");
            }
            String key = text.substring(at, equals).strip();
            at = equals + 1;
            pair(key, value());
        }
        String encoded = chain == null ? cert : chain;
        if (encoded == null) {
            throw new UnreadableCertificateException(
                    FIELD + " without Cert or Chain; let the proxy put the certificate itself there");
        }
        return pem(decoded(encoded));
    }

    private void pair(String key, String value) throws UnreadableCertificateException {
        if (key.equalsIgnoreCase("Cert")) {
            cert = once(cert, value);
        } else if (key.equalsIgnoreCase("Chain")) {
            chain = once(chain, value);
        }
    }

    private static String once(@Nullable String before, String value) throws UnreadableCertificateException {
        if (before != null) {
            throw new UnreadableCertificateException("a part of " + FIELD + " twice");
        }
        return value;
    }

    private String value() throws UnreadableCertificateException {
        StringBuilder value = new StringBuilder();
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        for (at += quoted ? 1 : 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted && c == '\\' && at + 1 < text.length()) {
                value.append(text.charAt(++at));
            } else if (quoted && c == '"') {
                quoted = false;
            } else if (!quoted && c == ',') {
                throw new UnreadableCertificateException(
                        "several elements in " + FIELD + "; let the proxy drop what came before (SANITIZE_SET)");
            } else if (!quoted && c == ';') {
                break;
            } else {
                value.append(c);
            }
        }
        if (quoted) {
            throw new UnreadableCertificateException("a quoted part of " + FIELD + " that does not end");
        }
        at++;
        return value.toString();
    }

    private static String decoded(String text) throws UnreadableCertificateException {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new UnreadableCertificateException("a part of " + FIELD + " that is not percent-encoded");
                }
                c = (char) (high * 16 + low);
                i += 2;
            }
            out.append(c);
        }
        return out.toString();
    }

    private static List<X509Certificate> pem(String text) throws UnreadableCertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (int from = text.indexOf(BEGIN); from >= 0; from = text.indexOf(BEGIN, from + 1)) {
            int end = text.indexOf(END, from);
            if (end < 0 || certificates.size() > ClientCertFields.MAX_CHAIN) {
                throw new UnreadableCertificateException("certificates in " + FIELD + " that do not end");
            }
            try {
                certificates.add(ClientCertFields.certificate(
                        Base64.getMimeDecoder().decode(text.substring(from + BEGIN.length(), end))));
            } catch (IllegalArgumentException e) {
                throw new UnreadableCertificateException("a certificate that is not base64");
            }
        }
        if (certificates.isEmpty()) {
            throw new UnreadableCertificateException("no PEM certificate in " + FIELD);
        }
        return certificates;
    }
}
