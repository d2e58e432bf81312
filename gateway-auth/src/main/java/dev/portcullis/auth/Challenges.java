package dev.portcullis.auth;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Problem;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What callers are told (RFC 9110, section 11.6.1; RFC 6750, section 3): one field for each scheme, and an error only in the
 * challenge of the scheme whose credential was presented.
 */
final class Challenges {
    private static final String FIELD = "WWW-Authenticate";

    private final String realm;
    private final List<String> plain = new ArrayList<>();
    private final Headers all;

    Challenges(List<CredentialScheme> schemes, String realm) {
        if (schemes.isEmpty()) {
            throw new IllegalArgumentException("schemes: at least one is required");
        }
        for (int i = 0; i < realm.length(); i++) {
            char c = realm.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                throw new IllegalArgumentException("realm: plain text without quotes and backslashes expected");
            }
        }
        this.realm = realm;
        schemes.forEach(scheme -> plain.add(scheme.challenge(realm)));
        this.all = fields(-1, null);
    }

    String realm() {
        return realm;
    }

    /** 401 to a request that has no credential of these schemes: the challenges name no error. */
    Decision without(String code, String detail) {
        return Decision.reject(new Rejection(Reason.UNAUTHENTICATED, code, detail, all, Problem.NONE));
    }

    Decision refused(int scheme, Finding.Refused refused) {
        return Decision.reject(new Rejection(
                Reason.UNAUTHENTICATED,
                refused.code(),
                "the credential was refused",
                fields(scheme, refused.parameters()),
                Problem.NONE));
    }

    Decision malformed(int scheme, Finding.Malformed malformed) {
        String parameters = malformed.parameters();
        Rejection rejection = Rejection.of(
                Reason.MALFORMED, malformed.code(), "the credential is not presented in a way that can be judged");
        return Decision.reject(
                parameters == null ? rejection : rejection.withHeader(FIELD, plain.get(scheme) + ", " + parameters));
    }

    private Headers fields(int presented, @Nullable String parameters) {
        Headers.Builder fields = Headers.builder(plain.size());
        for (int i = 0; i < plain.size(); i++) {
            boolean error = i == presented && parameters != null;
            fields.add(FIELD, error ? plain.get(i) + ", " + parameters : plain.get(i));
        }
        return fields.build();
    }
}
