package dev.portcullis.ratelimit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Route;
import dev.portcullis.ratelimit.bucket.KeySink;
import org.jspecify.annotations.Nullable;

/**
 * One part of what a limit counts by. A part that a request lacks is replaced by the client address, so that leaving it out
 * switches no limit off.
 */
public sealed interface KeyPart {
    /** A fact that every gateway knows. */
    enum Fact implements KeyPart {
        /** Who asks, as far as trusted proxies tell: an IPv4 address, or the /64 of an IPv6 address. */
        CLIENT_ADDRESS("clientAddress"),
        /** The verified caller: its issuer and its subject. */
        PRINCIPAL("principal"),
        /** The tenant of the verified caller. */
        TENANT("tenant"),
        /** The route. */
        ROUTE("route"),
        /** The API key that the caller was verified by. */
        API_KEY("apiKey");

        private final String written;

        Fact(String written) {
            this.written = written;
        }

        @Override
        public String written() {
            return written;
        }
    }

    /**
     * A field of the request. As a caller who is not authenticated can write anything there, its address always counts too.
     *
     * @param name the field's name
     */
    record Header(String name) implements KeyPart {
        /** Checks the name. */
        public Header {
            requireNonNull(name, "name");
        }

        @Override
        public String written() {
            return "header:" + name;
        }
    }

    /**
     * A verified claim of the caller.
     *
     * @param path dotted
     */
    record Claim(String path) implements KeyPart {
        /** Checks the path. */
        public Claim {
            requireNonNull(path, "path");
        }

        @Override
        public String written() {
            return "claim:" + path;
        }
    }

    /** As a policy has it: {@code clientAddress}, {@code header:NAME}. */
    String written();

    /** Whether it can be told before anybody was authenticated. */
    default boolean knownBeforeAuthentication() {
        return this == Fact.CLIENT_ADDRESS || this == Fact.ROUTE;
    }

    /** Adds what the request has of it. */
    default void write(Exchange exchange, KeySink sink) {
        Principal principal = exchange.get(Principal.KEY).orElse(null);
        if (this instanceof Header header) {
            field(exchange, header.name(), principal == null, sink);
            return;
        }
        String text = text(exchange, principal);
        if (text == null) {
            Addresses.write(exchange, sink);
            return;
        }
        sink.word(1);
        if (this == Fact.PRINCIPAL && principal != null) {
            sink.text(principal.issuer());
        }
        sink.text(text);
    }

    private @Nullable String text(Exchange exchange, @Nullable Principal principal) {
        if (this == Fact.ROUTE) {
            return exchange.get(Route.KEY).map(Route::id).orElse(null);
        }
        if (principal == null || this == Fact.CLIENT_ADDRESS) {
            return null;
        }
        if (this == Fact.PRINCIPAL) {
            return principal.subject();
        }
        if (this == Fact.TENANT) {
            return principal.tenant();
        }
        if (this == Fact.API_KEY) {
            return principal.issuer().equals("api-key") ? principal.credentialId() : null;
        }
        return this instanceof Claim claim ? ClaimValues.text(principal.claims(), claim.path()) : null;
    }

    private static void field(Exchange exchange, String name, boolean anonymous, KeySink sink) {
        Headers headers = exchange.request().headers();
        int i = headers.indexOf(name, 0);
        if (anonymous || i < 0) {
            Addresses.write(exchange, sink);
        }
        sink.word(2);
        for (; i >= 0; i = headers.indexOf(name, i + 1)) {
            sink.text(headers.value(i));
        }
    }
}
