package dev.portcullis.gateway.policy.shape;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An absolute URL of some schemes, with a host. It may hold substitutions. A password written in it is an inline secret; one
 * that a substitution brings is taken only where {@code credentials} says so.
 */
final class UrlShape extends Shape<Secret> {
    private static final int LONGEST = 2048;

    private final List<String> schemes;
    private final boolean credentials;
    private final String regex;

    UrlShape(List<String> schemes, boolean credentials) {
        this.schemes = List.copyOf(schemes);
        this.credentials = credentials;
        String plain = "(?:" + String.join("|", schemes) + ")://[^\\s/?#@]+(?:[/?][^\\s#]*)?";
        this.regex = "^(?:" + plain + "|[^\\s]*" + Substitution.ONE + "[^\\s]*)$";
    }

    @Override
    @Nullable
    Secret parse(Node node, Place place, Reading reading) {
        if (!(node instanceof Node.Scalar scalar) || !(scalar.value() instanceof String text)) {
            reading.wrongType(node, place, words());
            return null;
        }
        if (text.length() > LONGEST || !Pattern.matches(regex, text)) {
            boolean password = text.contains("@");
            reading.error(
                    node.at(),
                    password ? "inline-secret" : "wrong-value",
                    password
                            ? "the URL in " + place
                                    + " must not hold a user or password; use ${env:NAME} or ${file:PATH}"
                            : "wrong value " + Quoted.of(text) + " in " + place + ": expected " + words());
            return null;
        }
        String url = Substitution.replace(text, node, place, reading);
        if (url == null) {
            return null;
        }
        String wrong = problem(url);
        if (wrong != null) {
            reading.error(node.at(), "invalid-url", "the URL that " + place + " names " + wrong);
            return null;
        }
        return Secret.of(url.getBytes(java.nio.charset.StandardCharsets.UTF_8), text);
    }

    /** What is wrong with a URL whose text may be secret, or {@code null}. */
    private @Nullable String problem(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getScheme() == null || !schemes.contains(uri.getScheme())) {
                return "must begin with " + Enumerated.or(schemes) + " and ://";
            }
            if (uri.getHost() == null) {
                return "has no host";
            }
            if (uri.getRawUserInfo() != null && !credentials) {
                return "must not hold a user or password";
            }
            return uri.getRawFragment() == null ? null : "must not hold a fragment";
        } catch (URISyntaxException e) {
            return "is not a URL";
        }
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("maxLength", LONGEST);
        schema.put("pattern", regex);
        return schema;
    }

    @Override
    Fit fit(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() instanceof String ? Fit.KIND : Fit.NO;
    }

    @Override
    String words() {
        return "a URL that begins with " + Enumerated.or(schemes) + " and ://";
    }
}
