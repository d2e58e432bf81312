package dev.portcullis.auth.access;

import dev.portcullis.auth.ClaimPaths;
import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.PathVariables;
import dev.portcullis.gateway.Principal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A condition on the caller or the request. What cannot be told does not hold. Immutable. */
public sealed interface Condition {
    /** Whether it holds for this caller, or {@code null} for an anonymous one, and this request. */
    boolean holds(@Nullable Principal principal, Exchange exchange);

    /** Whether it is one on the caller, which holds for nobody who is anonymous. */
    default boolean onCaller() {
        return false;
    }

    /**
     * A claim equals a text, or the value of a path variable: the ownership check against broken object-level authorization.
     * A claim that is a list or an object equals nothing.
     *
     * @param claim a dotted path
     * @param equal a text, or <code>{name}</code>
     */
    record ClaimEquals(String claim, String equal) implements Condition {
        @Override
        public boolean onCaller() {
            return true;
        }

        @Override
        public boolean holds(@Nullable Principal principal, Exchange exchange) {
            String value = principal == null ? null : Scalars.text(ClaimPaths.at(principal.claims(), claim));
            return value != null && value.equals(Variables.resolve(equal, exchange));
        }
    }

    /**
     * A claim is one of some texts.
     *
     * @param claim a dotted path
     * @param values the texts
     */
    record ClaimIn(String claim, Set<String> values) implements Condition {
        /** Copies the values. */
        public ClaimIn {
            values = Set.copyOf(values);
        }

        @Override
        public boolean onCaller() {
            return true;
        }

        @Override
        public boolean holds(@Nullable Principal principal, Exchange exchange) {
            String value = principal == null ? null : Scalars.text(ClaimPaths.at(principal.claims(), claim));
            return value != null && values.contains(value);
        }
    }

    /**
     * A claim is a list that contains a text, or the value of a path variable.
     *
     * @param claim a dotted path
     * @param item a text, or <code>{name}</code>
     */
    record ClaimContains(String claim, String item) implements Condition {
        @Override
        public boolean onCaller() {
            return true;
        }

        @Override
        public boolean holds(@Nullable Principal principal, Exchange exchange) {
            String wanted = Variables.resolve(item, exchange);
            if (principal == null
                    || wanted == null
                    || !(ClaimPaths.at(principal.claims(), claim) instanceof List<?> list)) {
                return false;
            }
            for (int i = 0; i < list.size(); i++) {
                if (wanted.equals(Scalars.text(list.get(i)))) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * The credential has at least one of these scopes.
     *
     * @param scopes the scopes
     */
    record AnyScope(Set<String> scopes) implements Condition {
        /** Copies the scopes. */
        public AnyScope {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public boolean onCaller() {
            return true;
        }

        @Override
        public boolean holds(@Nullable Principal principal, Exchange exchange) {
            if (principal == null) {
                return false;
            }
            for (String scope : scopes) {
                if (principal.scopes().contains(scope)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * A field is there once, and is one of some texts. The client chooses it: a condition for what a caller must declare, never
     * for who it is.
     *
     * @param name the field's name
     * @param values the texts
     */
    record HeaderIn(String name, Set<String> values) implements Condition {
        /** Copies the values. */
        public HeaderIn {
            values = Set.copyOf(values);
        }

        @Override
        public boolean holds(@Nullable Principal principal, Exchange exchange) {
            Headers headers = exchange.request().headers();
            int at = headers.indexOf(name, 0);
            return at >= 0 && headers.indexOf(name, at + 1) < 0 && values.contains(headers.value(at));
        }
    }

    /**
     * The request has one of these methods; GET includes HEAD.
     *
     * @param methods the methods
     */
    record MethodIn(Set<String> methods) implements Condition {
        /** Copies the methods. */
        public MethodIn {
            methods = Set.copyOf(methods);
        }

        @Override
        public boolean holds(@Nullable Principal principal, Exchange exchange) {
            String method = exchange.request().method();
            return methods.contains(method) || method.equals("HEAD") && methods.contains("GET");
        }
    }

    /**
     * A path variable is one of some texts.
     *
     * @param name the variable
     * @param values the texts
     */
    record VariableIn(String name, Set<String> values) implements Condition {
        /** Copies the values. */
        public VariableIn {
            values = Set.copyOf(values);
        }

        @Override
        public boolean holds(@Nullable Principal principal, Exchange exchange) {
            PathVariables variables = exchange.get(PathVariables.KEY).orElse(PathVariables.NONE);
            @Nullable String value = variables.get(name).orElse(null);
            return value != null && values.contains(value);
        }
    }

    /**
     * The client's address is in one of these ranges.
     *
     * @param ranges the ranges
     */
    record FromAddress(CidrSet ranges) implements Condition {
        @Override
        public boolean holds(@Nullable Principal principal, Exchange exchange) {
            return ranges.contains(exchange.request().clientAddress().address());
        }
    }

    /**
     * The request arrived in a window of the day.
     *
     * @param window the window
     */
    record InWindow(TimeWindow window) implements Condition {
        @Override
        public boolean holds(@Nullable Principal principal, Exchange exchange) {
            return window.contains(exchange.start());
        }
    }
}
