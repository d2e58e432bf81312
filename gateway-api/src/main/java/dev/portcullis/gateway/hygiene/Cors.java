package dev.portcullis.gateway.hygiene;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.HeaderEdits;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.RouteFilter;
import dev.portcullis.gateway.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which other sites' scripts may use a service (CORS, the Fetch standard, section 3.3). Preflights are answered here,
 * before authentication, and never reach the handler; what the handler says about CORS itself is replaced. Origins are
 * compared exactly, and any origin with credentials cannot be configured. For {@link dev.portcullis.gateway.Stage#CORS},
 * together with {@link RouteFilter#withPreflights}. Immutable and thread-safe.
 */
public final class Cors implements Filter {
    private static final String ORIGIN = "Origin";
    private static final String REQUEST_METHOD = "Access-Control-Request-Method";
    private static final String REQUEST_HEADERS = "Access-Control-Request-Headers";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";
    private static final String EXPOSE_HEADERS = "Access-Control-Expose-Headers";

    private final @Nullable Set<String> origins; // null: any
    private final Set<String> methods;
    private final Set<String> headers; // lower case
    private final String allowMethods;
    private final String allowHeaders;
    private final @Nullable String exposeHeaders;
    private final boolean credentials;
    private final String maxAge;

    private Cors(Builder builder) {
        origins = builder.anyOrigin ? null : Set.copyOf(builder.origins);
        methods = Set.copyOf(builder.methods);
        allowMethods = String.join(", ", builder.methods);
        Set<String> lower = new LinkedHashSet<>();
        builder.headers.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        headers = Set.copyOf(lower);
        allowHeaders = String.join(", ", builder.headers);
        exposeHeaders = builder.exposed.isEmpty() ? null : String.join(", ", builder.exposed);
        credentials = builder.credentials;
        maxAge = Long.toString(builder.maxAge.toSeconds());
    }

    /**
     * Lets the scripts of these origins use GET, HEAD and POST, without credentials.
     *
     * @param origins such as {@code https://shop.example}; compared exactly
     * @throws IllegalArgumentException for what is no origin
     */
    public static Builder allowing(Collection<String> origins) {
        Builder builder = new Builder(false);
        builder.origins.addAll(Origins.of(origins));
        return builder;
    }

    /** Lets the scripts of every site use GET, HEAD and POST, never with credentials. */
    public static Builder allowingAnyOrigin() {
        return new Builder(true);
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        RequestHead head = exchange.request();
        if (RouteFilter.isPreflight(head)) {
            return preflight(head.headers());
        }
        HeaderEdits edits = exchange.responseHeaders();
        edits.remove(ALLOW_ORIGIN).remove(ALLOW_CREDENTIALS).remove(EXPOSE_HEADERS);
        if (origins != null) {
            edits.add("Vary", ORIGIN);
        }
        int i = head.headers().indexOf(ORIGIN, 0);
        if (i >= 0 && isAllowed(head.headers().value(i)) && head.headers().count(ORIGIN) == 1) {
            edits.set(ALLOW_ORIGIN, origins == null ? "*" : head.headers().value(i));
            if (credentials) {
                edits.set(ALLOW_CREDENTIALS, "true");
            }
            if (exposeHeaders != null) {
                edits.set(EXPOSE_HEADERS, exposeHeaders);
            }
        }
        return Decision.CONTINUE;
    }

    @Override
    public String name() {
        return "cors";
    }

    private Decision preflight(Headers asked) {
        if (asked.count(ORIGIN) > 1 || asked.count(REQUEST_METHOD) > 1) {
            return Decision.reject(Reason.MALFORMED, "cors.malformed", "a preflight has one origin and one method");
        }
        String origin = asked.first(ORIGIN).orElse("");
        if (!isAllowed(origin)) {
            return Decision.reject(Reason.FORBIDDEN, "cors.origin", "a preflight from an origin that is not listed");
        }
        if (!methods.contains(asked.first(REQUEST_METHOD).orElse(""))) {
            return Decision.reject(Reason.FORBIDDEN, "cors.method", "a preflight for a method that is not listed");
        }
        for (int i = asked.indexOf(REQUEST_HEADERS, 0); i >= 0; i = asked.indexOf(REQUEST_HEADERS, i + 1)) {
            if (!areAllowed(asked.value(i))) {
                return Decision.reject(Reason.FORBIDDEN, "cors.header", "a preflight for a field that is not listed");
            }
        }
        Headers.Builder answer = Headers.builder(6)
                .add(ALLOW_ORIGIN, origins == null ? "*" : origin)
                .add("Access-Control-Allow-Methods", allowMethods)
                .add("Access-Control-Max-Age", maxAge)
                .add("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        if (!allowHeaders.isEmpty()) {
            answer.add("Access-Control-Allow-Headers", allowHeaders);
        }
        if (credentials) {
            answer.add(ALLOW_CREDENTIALS, "true");
        }
        return Decision.answer(204, answer.build());
    }

    private boolean isAllowed(String origin) {
        return origins == null || origins.contains(origin);
    }

    private boolean areAllowed(String names) {
        int from = 0;
        while (from <= names.length()) {
            int comma = names.indexOf(',', from);
            int to = comma < 0 ? names.length() : comma;
            String name = names.substring(from, to).strip();
            if (!name.isEmpty() && !headers.contains(name.toLowerCase(Locale.ROOT))) {
                return false;
            }
            from = to + 1;
        }
        return true;
    }

    /** Collects what scripts of other sites may do. Not thread-safe. */
    public static final class Builder {
        private final boolean anyOrigin;
        private final Set<String> origins = new LinkedHashSet<>();
        private Set<String> methods = new LinkedHashSet<>(List.of("GET", "HEAD", "POST"));
        private Set<String> headers = new LinkedHashSet<>(List.of(
                "Accept",
                "Accept-Language",
                "Authorization",
                "Content-Language",
                "Content-Type",
                "If-Match",
                "If-None-Match",
                "X-Requested-With"));
        private final Set<String> exposed = new LinkedHashSet<>();
        private boolean credentials;
        private Duration maxAge = Duration.ofMinutes(10);

        private Builder(boolean anyOrigin) {
            this.anyOrigin = anyOrigin;
        }

        /** Sets the methods, in place of GET, HEAD and POST. */
        public Builder methods(Collection<String> names) {
            methods = tokens(names, "a method");
            return this;
        }

        /** Sets the request fields, in place of the usual ones for content, conditions and Authorization. */
        public Builder headers(Collection<String> names) {
            headers = tokens(names, "a field name");
            return this;
        }

        /** Lets scripts read these response fields. */
        public Builder expose(Collection<String> names) {
            exposed.addAll(tokens(names, "a field name"));
            return this;
        }

        /** Lets browsers send cookies and certificates along. */
        public Builder allowCredentials() {
            credentials = true;
            return this;
        }

        /** Sets how long browsers remember the answer to a preflight; up to a day. */
        public Builder maxAge(Duration age) {
            if (age.isNegative() || age.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("age: from none to a day, got " + age);
            }
            maxAge = age;
            return this;
        }

        /**
         * The filter.
         *
         * @throws IllegalArgumentException if there is no origin, or every origin could use credentials
         */
        public Cors build() {
            if (!anyOrigin && origins.isEmpty()) {
                throw new IllegalArgumentException("cors: name an origin, or leave CORS out");
            }
            if (anyOrigin && credentials) {
                throw new IllegalArgumentException(
                        "cors: credentials need origins by name; with any origin every site could"
                                + " act as its visitors");
            }
            return new Cors(this);
        }

        private static Set<String> tokens(Collection<String> names, String what) {
            Set<String> tokens = new LinkedHashSet<>();
            for (String name : names) {
                tokens.add(FieldNames.requireToken(requireNonNull(name, what), what));
                if (name.equals("*")) {
                    throw new IllegalArgumentException("cors: " + what + ": \"*\" would admit every one; name them");
                }
            }
            return tokens;
        }
    }
}
