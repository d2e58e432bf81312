package dev.portcullis.gateway.hygiene;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.HeaderEdits;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Stage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields that the gateway removes from, and writes to, what the handler and the client see. Values are
 * {@link HeaderTemplate}s; where a fact is missing the field is removed, so that the handler never takes what the client sent
 * for what the gateway would have said. Everything that needs no fact about the caller is done early, at
 * {@link Stage#HYGIENE}, and so holds for refusals too; the rest after {@link Stage#AUTHORIZATION}. Immutable and
 * thread-safe.
 */
public final class HeaderTransforms {
    private final List<Edit> request;
    private final List<Edit> response;

    /** One line of the configuration; without a value the field is removed. */
    private record Edit(String name, @Nullable HeaderTemplate value, boolean add) {
        boolean isLate() {
            return value != null && value.needsCaller();
        }

        void apply(Exchange exchange, HeaderEdits edits) {
            String text = value == null ? null : value.render(exchange);
            if (text == null) {
                if (!add) {
                    edits.remove(name);
                }
            } else if (add) {
                edits.add(name, text);
            } else {
                edits.set(name, text);
            }
        }
    }

    private HeaderTransforms(Builder builder) {
        request = List.copyOf(builder.request);
        response = List.copyOf(builder.response);
    }

    /** No edits yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The filters that make the edits, with their places. */
    public List<Installation> installations() {
        List<Installation> installations = new ArrayList<>(2);
        Filter early = filter("headers-early", false);
        Filter late = filter("headers", true);
        if (has(false)) {
            installations.add(Installation.of(Stage.HYGIENE, early));
        }
        if (has(true)) {
            installations.add(Installation.after(Stage.AUTHORIZATION, late));
        }
        return installations;
    }

    /** The request fields that are written, for {@link HeaderStripping.Builder#alsoStrip}. */
    public Set<String> requestNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Edit edit : request) {
            if (edit.value != null) {
                names.add(edit.name);
            }
        }
        return names;
    }

    private boolean has(boolean late) {
        return request.stream().anyMatch(edit -> edit.isLate() == late)
                || response.stream().anyMatch(edit -> edit.isLate() == late);
    }

    private Filter filter(String name, boolean late) {
        Edit[] upstream = request.stream().filter(edit -> edit.isLate() == late).toArray(Edit[]::new);
        Edit[] downstream =
                response.stream().filter(edit -> edit.isLate() == late).toArray(Edit[]::new);
        return new Transform(name, upstream, downstream);
    }

    /** Makes one part of the edits. */
    @SuppressWarnings("ArrayRecordComponent") // private, and never changed
    private record Transform(String name, Edit[] upstream, Edit[] downstream) implements Filter {
        @Override
        public Decision onRequest(Exchange exchange) {
            for (Edit edit : upstream) {
                if (edit.value == null) {
                    removeLookalikes(exchange, edit.name);
                }
                edit.apply(exchange, exchange.upstreamHeaders());
            }
            for (Edit edit : downstream) {
                edit.apply(exchange, exchange.responseHeaders());
            }
            return Decision.CONTINUE;
        }

        /** What a handler cannot tell from the name goes with it, unless it is written here. */
        private void removeLookalikes(Exchange exchange, String name) {
            Headers received = exchange.request().headers();
            for (int i = 0; i < received.size(); i++) {
                String other = received.name(i);
                if (FoldedNames.equal(other, name) && !isWritten(other)) {
                    exchange.upstreamHeaders().remove(other);
                }
            }
        }

        private boolean isWritten(String name) {
            for (Edit edit : upstream) {
                if (edit.value != null && edit.name.equalsIgnoreCase(name)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Collects edits; they are made in the order given. Not thread-safe. */
    public static final class Builder {
        private final List<Edit> request = new ArrayList<>();
        private final List<Edit> response = new ArrayList<>();

        private Builder() {}

        /**
         * Writes a field for the handler, in place of all that the client sent under this name.
         *
         * @throws IllegalArgumentException for what is no field name or no template
         */
        public Builder setRequest(String name, String template) {
            request.add(new Edit(FieldNames.requireEditable(name), HeaderTemplate.parse(template), false));
            return this;
        }

        /** Adds a line for the handler to those that the client sent. */
        public Builder addRequest(String name, String template) {
            request.add(new Edit(FieldNames.requireEditable(name), HeaderTemplate.parse(template), true));
            return this;
        }

        /**
         * Removes a field from what the handler sees, whatever its case, and with {@code _} for {@code -}: a handler that reads
         * {@code HTTP_X_DEBUG} cannot tell {@code X-Debug} from {@code x_debug}.
         */
        public Builder removeRequest(String name) {
            request.add(new Edit(FieldNames.requireEditable(name), null, false));
            return this;
        }

        /** Writes a field of the response, in place of all that the handler wrote under this name. */
        public Builder setResponse(String name, String template) {
            response.add(new Edit(FieldNames.requireEditable(name), HeaderTemplate.parse(template), false));
            return this;
        }

        /** Adds a line to those that the handler wrote. */
        public Builder addResponse(String name, String template) {
            response.add(new Edit(FieldNames.requireEditable(name), HeaderTemplate.parse(template), true));
            return this;
        }

        /** Removes a field from the response. */
        public Builder removeResponse(String name) {
            response.add(new Edit(FieldNames.requireEditable(name), null, false));
            return this;
        }

        /** The edits. */
        public HeaderTransforms build() {
            return new HeaderTransforms(this);
        }
    }
}
