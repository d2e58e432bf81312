package dev.portcullis.gateway.hygiene;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.StrippedFields;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Keeps from the handler what only the gateway or a proxy in front of it may say: who the caller is, what certificate it
 * showed, where it comes from, which other request is meant. For {@link dev.portcullis.gateway.Stage#HYGIENE}.
 *
 * <p>Names are compared without case and with {@code _} for {@code -}: a handler that reads {@code HTTP_X_USER} cannot tell
 * {@code X-User} from {@code X_User}. Trailers are held to the same list, through {@link StrippedFields}. What a trusted
 * proxy says in the one forwarding field that is configured, and in X-Forwarded-Proto, -Host, -Port and -Prefix beside
 * X-Forwarded-For, passes. Other filters still see every field as it was received. Immutable and thread-safe.
 */
public final class HeaderStripping implements Filter {
    private final TrustedProxies proxies;
    private final StrippedFields trusted;
    private final StrippedFields strangers;

    private HeaderStripping(Builder builder) {
        proxies = builder.proxies;
        List<String> always = new ArrayList<>(ReservedNames.IDENTITY);
        always.addAll(ReservedNames.REWRITING);
        always.addAll(ReservedNames.CERTIFICATE);
        always.addAll(ReservedNames.FORWARDING);
        always.addAll(builder.more);
        List<String> vouched = new ArrayList<>(builder.fromProxies);
        switch (proxies.field()) {
            case NONE -> {}
            case FORWARDED -> vouched.add("Forwarded");
            case X_FORWARDED_FOR ->
                vouched.addAll(List.of(
                        "X-Forwarded-For",
                        "X-Forwarded-Proto",
                        "X-Forwarded-Host",
                        "X-Forwarded-Port",
                        "X-Forwarded-Prefix"));
        }
        FoldedNames reserved = new FoldedNames(always);
        FoldedNames kept = new FoldedNames(builder.kept);
        FoldedNames vouchedFor = new FoldedNames(vouched);
        strangers = name -> reserved.contains(name) && !kept.contains(name);
        // a proxy replaces the field that it writes, and hands on one whose name only a careless reader takes for it
        boolean underscored = vouched.stream().anyMatch(name -> name.indexOf('_') >= 0);
        trusted = name ->
                strangers.strips(name) && !(vouchedFor.contains(name) && (underscored || name.indexOf('_') < 0));
    }

    /** Strips the built-in list, from every peer. */
    public static HeaderStripping strict() {
        return builder().build();
    }

    /** A stripping that begins with the built-in list. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        StrippedFields stripped = proxies.trusts(exchange.peer().address()) ? trusted : strangers;
        exchange.put(StrippedFields.KEY, stripped);
        Headers headers = exchange.request().headers();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (stripped.strips(name)) {
                exchange.upstreamHeaders().remove(name);
            }
        }
        return Decision.CONTINUE;
    }

    @Override
    public String name() {
        return "strip";
    }

    /** Whether the field is kept from the handler when a peer that is no trusted proxy sends it. */
    public boolean strips(String name) {
        return strangers.strips(name);
    }

    /** Collects what is stripped. Not thread-safe. */
    public static final class Builder {
        private final List<String> more = new ArrayList<>();
        private final List<String> kept = new ArrayList<>();
        private final List<String> fromProxies = new ArrayList<>();
        private TrustedProxies proxies = TrustedProxies.NONE;

        private Builder() {}

        /**
         * Strips these fields too: all that the gateway itself writes for the handler, such as
         * {@link HeaderTransforms#requestNames}. A name that ends in {@code *} stands for all that begin so.
         *
         * @throws IllegalArgumentException for a name that is no token, or that every request needs
         */
        public Builder alsoStrip(Collection<String> names) {
            for (String name : names) {
                more.add(FieldNames.requireRemovable(name));
            }
            return this;
        }

        /** Trusts these proxies with the field that they write. */
        public Builder trustedProxies(TrustedProxies trusted) {
            proxies = requireNonNull(trusted, "trusted");
            return this;
        }

        /** Lets these fields through from trusted proxies, which must set or remove them on every request. */
        public Builder keepFromTrustedProxies(String... names) {
            for (String name : names) {
                fromProxies.add(FieldNames.requireRemovable(name));
            }
            return this;
        }

        /** Lets these fields through from everyone. The handler must not take them for the gateway's word. */
        public Builder keepFromClients(String... names) {
            for (String name : names) {
                kept.add(FieldNames.requireRemovable(name));
            }
            return this;
        }

        /**
         * The filter.
         *
         * @throws IllegalArgumentException if a field is both stripped by request and kept
         */
        public HeaderStripping build() {
            FoldedNames keep = new FoldedNames(kept);
            for (String name : more) {
                if (keep.contains(name)) {
                    throw new IllegalArgumentException(
                            "the field " + name + " is written by the gateway, so it cannot be kept from clients");
                }
            }
            return new HeaderStripping(this);
        }
    }
}
