package dev.portcullis.gateway.hygiene;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.PathVariables;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.TraceContext;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One fact in a header template.
 *
 * @param kind what sort of fact
 * @param name the claim's path or the variable's name; empty for the others
 */
record Placeholder(Kind kind, String name) {
    /** The sorts of fact, those about the caller first. */
    enum Kind {
        TENANT,
        SUBJECT,
        ISSUER,
        CREDENTIAL,
        ROLES,
        GROUPS,
        SCOPES,
        CLAIM,
        PATH,
        ROUTE,
        CLIENT_ADDRESS,
        REQUEST_ID,
        TRACE_ID,
        HOST,
        SCHEME
    }

    private static final Map<String, Kind> NAMED = Map.ofEntries(
            Map.entry("tenant", Kind.TENANT),
            Map.entry("subject", Kind.SUBJECT),
            Map.entry("issuer", Kind.ISSUER),
            Map.entry("credential", Kind.CREDENTIAL),
            Map.entry("roles", Kind.ROLES),
            Map.entry("groups", Kind.GROUPS),
            Map.entry("scopes", Kind.SCOPES),
            Map.entry("route", Kind.ROUTE),
            Map.entry("clientAddress", Kind.CLIENT_ADDRESS),
            Map.entry("requestId", Kind.REQUEST_ID),
            Map.entry("traceId", Kind.TRACE_ID),
            Map.entry("host", Kind.HOST),
            Map.entry("scheme", Kind.SCHEME));

    static Placeholder of(String text, String template) {
        Kind kind = NAMED.get(text);
        if (kind != null) {
            return new Placeholder(kind, "");
        }
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1);
        String prefix = colon < 0 ? "path" : text.substring(0, colon);
        if (name.isBlank() || name.indexOf('{') >= 0) {
            throw HeaderTemplate.wrong(template, "{" + text + "} names nothing");
        }
        return switch (prefix) {
            case "path" -> new Placeholder(Kind.PATH, name);
            case "claim" -> new Placeholder(Kind.CLAIM, name);
            default ->
                throw HeaderTemplate.wrong(
                        template, "{" + text + "} is of no kind; claim: and path: are the kinds that take a name");
        };
    }

    /** Whether it is known only after authentication. */
    boolean isLate() {
        return kind.compareTo(Kind.CLAIM) <= 0;
    }

    /** Appends the fact; answers whether it is there. */
    boolean append(Exchange exchange, StringBuilder value) {
        return switch (kind) {
            case CLIENT_ADDRESS -> text(exchange.request().clientAddress().text(), value);
            case REQUEST_ID -> text(exchange.id(), value);
            case HOST -> text(exchange.request().host(), value);
            case SCHEME -> text(exchange.request().scheme(), value);
            case TRACE_ID ->
                text(exchange.get(TraceContext.KEY).map(TraceContext::traceId).orElse(null), value);
            case ROUTE -> text(exchange.get(Route.KEY).map(Route::id).orElse(null), value);
            case PATH ->
                text(exchange.get(PathVariables.KEY).flatMap(v -> v.get(name)).orElse(null), value);
            default -> {
                Optional<Principal> principal = exchange.get(Principal.KEY);
                yield principal.isPresent() && ofPrincipal(principal.get(), value);
            }
        };
    }

    private boolean ofPrincipal(Principal principal, StringBuilder value) {
        return switch (kind) {
            case TENANT -> text(principal.tenant(), value);
            case SUBJECT -> text(principal.subject(), value);
            case ISSUER -> text(principal.issuer(), value);
            case CREDENTIAL -> text(principal.credentialId(), value);
            case ROLES -> list(new TreeSet<>(principal.roles()), value);
            case GROUPS -> list(new TreeSet<>(principal.groups()), value);
            case SCOPES -> list(new TreeSet<>(principal.scopes()), value);
            default -> claim(claim(principal.claims(), name), value);
        };
    }

    /** The claim with this very name, else the one at this dotted path. */
    private static @Nullable Object claim(Map<?, ?> claims, String path) {
        Object whole = claims.get(path);
        if (whole != null) {
            return whole;
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                return claim(inner, path.substring(dot + 1));
            }
        }
        return null;
    }

    private static boolean claim(@Nullable Object claim, StringBuilder value) {
        if (claim instanceof Collection<?> elements) {
            return list(elements, value);
        }
        if (claim instanceof String || claim instanceof Number || claim instanceof Boolean) {
            return text(claim.toString(), value);
        }
        return false;
    }

    private static boolean text(@Nullable String text, StringBuilder value) {
        if (text != null) {
            HeaderEncoding.append(text, false, value);
        }
        return text != null;
    }

    private static boolean list(Collection<?> elements, StringBuilder value) {
        boolean first = true;
        for (Object element : elements) {
            if (element instanceof Map || element instanceof Collection) {
                return false;
            }
            if (!first) {
                value.append(',');
            }
            HeaderEncoding.append(String.valueOf(element), true, value);
            first = false;
        }
        return true;
    }
}
