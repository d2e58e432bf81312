package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which other sites' scripts may use the service (CORS). Preflights are answered before authentication.
 *
 * @param origins compared exactly; {@code null} for every origin, which goes without credentials only
 * @param methods that they may use
 * @param headers that they may send; {@code null} for the usual ones for content, conditions and Authorization
 * @param expose response fields that they may read beyond the safelisted
 * @param credentials whether browsers send cookies and certificates along
 * @param maxAge how long browsers remember the answer to a preflight; at most a day
 */
public record CorsPolicy(
        @Nullable List<String> origins,
        List<String> methods,
        @Nullable List<String> headers,
        List<String> expose,
        boolean credentials,
        Duration maxAge) {
    /** Copies the lists. */
    public CorsPolicy {
        origins = origins == null ? null : List.copyOf(origins);
        methods = List.copyOf(methods);
        headers = headers == null ? null : List.copyOf(headers);
        expose = List.copyOf(expose);
        requireNonNull(maxAge, "maxAge");
        if (origins == null && credentials) {
            throw new IllegalArgumentException("with credentials the origins must be named");
        }
    }

    static Shape<CorsPolicy> shape() {
        return Shapes.object("cors", members -> {
            Shape<Origins> named =
                    Shapes.list(Syntax.ORIGIN).notEmpty().distinct().as("invalid", Origins::new);
            Member<Origins> origins =
                    members.required("origins", Shapes.choice(Shapes.word("any", new Origins(null)), named));
            Member<List<String>> methods = members.withDefault(
                    "methods", Shapes.list(Syntax.PLAIN_METHOD).notEmpty().distinct(), List.of("GET", "HEAD", "POST"));
            Member<List<String>> headers =
                    members.optional("headers", Shapes.list(Syntax.TOKEN).distinct());
            Member<List<String>> expose =
                    members.withDefault("expose", Shapes.list(Syntax.TOKEN).distinct(), List.of());
            Member<Boolean> credentials = members.withDefault("credentials", Shapes.flag(), false);
            Member<Duration> maxAge = members.withDefault("maxAge", Shapes.duration("0s", "1d"), "10m");
            return values -> new CorsPolicy(
                    values.get(origins).named(),
                    values.get(methods),
                    values.orNull(headers),
                    values.get(expose),
                    values.get(credentials),
                    values.get(maxAge));
        });
    }

    private record Origins(@Nullable List<String> named) {}
}
