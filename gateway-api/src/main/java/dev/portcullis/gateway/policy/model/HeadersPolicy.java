package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written to, and removed from, requests and responses. Whatever a policy says, fields that only the gateway or a
 * trusted proxy may write are kept from the handler.
 *
 * @param security what browsers are told with every response
 * @param cors which other sites' scripts may use the service, or {@code null} for none
 * @param csrf which other sites' pages may make unsafe requests, or {@code null} to let every one; {@code csrf: {}} lets none
 * @param request edits to what the handler sees
 * @param response edits to what the client sees
 * @param stripping what else is kept from the handler, and what is not
 */
public record HeadersPolicy(
        SecurityPolicy security,
        @Nullable CorsPolicy cors,
        @Nullable CsrfPolicy csrf,
        FieldEdits request,
        FieldEdits response,
        Stripping stripping) {
    /** The security headers' defaults, and nothing else. */
    public static final HeadersPolicy DEFAULTS = new HeadersPolicy(
            SecurityPolicy.DEFAULTS, null, null, FieldEdits.NONE, FieldEdits.NONE, Stripping.DEFAULTS);

    /**
     * Which other sites' pages may make unsafe requests.
     *
     * @param allowedOrigins such as {@code https://shop.example}
     */
    public record CsrfPolicy(List<String> allowedOrigins) {
        /** Copies the origins. */
        public CsrfPolicy {
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }

    /**
     * What is kept from the handler beside the built-in list; a name that ends in {@code *} stands for all that begin so.
     *
     * @param also more fields
     * @param keepFromTrustedProxies fields of the list that pass where a trusted proxy sends them
     * @param keepFromClients fields of the list that pass from everyone
     */
    public record Stripping(List<String> also, List<String> keepFromTrustedProxies, List<String> keepFromClients) {
        /** The built-in list. */
        public static final Stripping DEFAULTS = new Stripping(List.of(), List.of(), List.of());

        /** Copies the lists. */
        public Stripping {
            also = List.copyOf(also);
            keepFromTrustedProxies = List.copyOf(keepFromTrustedProxies);
            keepFromClients = List.copyOf(keepFromClients);
        }
    }

    /** Checks that all but CORS and CSRF are there. */
    public HeadersPolicy {
        requireNonNull(security, "security");
        requireNonNull(request, "request");
        requireNonNull(response, "response");
        requireNonNull(stripping, "stripping");
    }

    static Shape<HeadersPolicy> shape() {
        Shape<CsrfPolicy> csrfShape = Shapes.object("csrf", members -> {
            Member<List<String>> origins = members.optional(
                    "allowedOrigins", Shapes.list(Syntax.ORIGIN).notEmpty().distinct());
            return values -> new CsrfPolicy(values.or(origins, List.of()));
        });
        Shape<List<String>> names = Shapes.list(Syntax.TOKEN).notEmpty().distinct();
        Shape<Stripping> strippingShape = Shapes.object("stripping", members -> {
            Member<List<String>> also = members.optional("also", names);
            Member<List<String>> proxies = members.optional("keepFromTrustedProxies", names);
            Member<List<String>> clients = members.optional("keepFromClients", names);
            return values -> new Stripping(
                    values.or(also, List.of()), values.or(proxies, List.of()), values.or(clients, List.of()));
        });
        return Shapes.object("headers", members -> {
            Member<SecurityPolicy> security = members.optional("security", SecurityPolicy.shape());
            Member<CorsPolicy> cors = members.optional("cors", CorsPolicy.shape());
            Member<CsrfPolicy> csrf = members.optional("csrf", csrfShape);
            Member<FieldEdits> request = members.optional("request", FieldEdits.SHAPE);
            Member<FieldEdits> response = members.optional("response", FieldEdits.SHAPE);
            Member<Stripping> stripping = members.optional("stripping", strippingShape);
            return values -> new HeadersPolicy(
                    values.or(security, SecurityPolicy.DEFAULTS),
                    values.orNull(cors),
                    values.orNull(csrf),
                    values.or(request, FieldEdits.NONE),
                    values.or(response, FieldEdits.NONE),
                    values.or(stripping, Stripping.DEFAULTS));
        });
    }
}
