package dev.portcullis.waf;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What one tenant or one route changes about shared rules: a few of them left out, made to detect only, or run in shadow; a
 * few values not looked at; a few variables of {@code TX} set. Immutable; {@link Waf#with} applies it without compiling the
 * rules again.
 *
 * <pre>{@code
 * Waf blue = waf.with(Overrides.builder()
 *         .exclude(RuleSelector.id(942100), "ARGS:comment")
 *         .shadow(RuleSelector.tag("attack-rce"))
 *         .tx("inbound_anomaly_score_threshold", 10)
 *         .build());
 * }</pre>
 */
public final class Overrides {
    /** One change. */
    sealed interface Change {
        /** Rules are left out. */
        record Remove(RuleSelector rules) implements Change {}

        /** Rules match and count, and decide nothing. */
        record Detect(RuleSelector rules) implements Change {}

        /** Rules match, and nothing comes of it. */
        record Shadow(RuleSelector rules) implements Change {}

        /** Rules do not look at a value. */
        record Exclude(RuleSelector rules, List<String> targets) implements Change {}

        /** A variable is set at the start. */
        record Preset(String name, String value) implements Change {}
    }

    private final List<Change> changes;

    private Overrides(List<Change> changes) {
        this.changes = List.copyOf(changes);
    }

    /** A builder that changes nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    List<Change> changes() {
        return changes;
    }

    /** Collects changes. Not thread-safe. */
    public static final class Builder {
        private final List<Change> changes = new ArrayList<>();

        private Builder() {}

        /** Leaves rules out. */
        public Builder remove(RuleSelector rules) {
            changes.add(new Change.Remove(requireNonNull(rules, "rules")));
            return this;
        }

        /** Lets rules match, log and count as ever, but never end a transaction by themselves. */
        public Builder detect(RuleSelector rules) {
            changes.add(new Change.Detect(requireNonNull(rules, "rules")));
            return this;
        }

        /**
         * Lets rules match without a trace: what they count is dropped, they decide nothing, and their matches are kept
         * apart ({@link Transaction#shadowMatches}). For trying a rule on live traffic.
         */
        public Builder shadow(RuleSelector rules) {
            changes.add(new Change.Shadow(requireNonNull(rules, "rules")));
            return this;
        }

        /**
         * Takes a value away from rules.
         *
         * @param target as a rule would name it: {@code ARGS:comment}, {@code REQUEST_COOKIES:/^_ga/},
         *     {@code REQUEST_BODY}
         */
        public Builder exclude(RuleSelector rules, String target) {
            changes.add(new Change.Exclude(requireNonNull(rules, "rules"), List.of(target)));
            return this;
        }

        /** Takes a parameter of query and form away from rules, whichever way they look at it. */
        public Builder excludeParameter(RuleSelector rules, String name) {
            changes.add(new Change.Exclude(
                    requireNonNull(rules, "rules"), List.of("ARGS:" + name, "ARGS_GET:" + name, "ARGS_POST:" + name)));
            return this;
        }

        /**
         * Takes a part of a JSON body away from rules.
         *
         * @param path {@code $.user.bio}, {@code $.items[*].note}, {@code $.items[0]}; {@code *} stands for any one key
         * @throws IllegalArgumentException if it is no such path
         */
        public Builder excludeJson(RuleSelector rules, String path) {
            String key = JsonPathSelector.pattern(path);
            changes.add(new Change.Exclude(
                    requireNonNull(rules, "rules"), List.of("ARGS:/" + key + "/", "ARGS_POST:/" + key + "/")));
            return this;
        }

        /** Takes a field of a form away from rules; where they look at fields and query together, both. */
        public Builder excludeFormField(RuleSelector rules, String name) {
            changes.add(
                    new Change.Exclude(requireNonNull(rules, "rules"), List.of("ARGS:" + name, "ARGS_POST:" + name)));
            return this;
        }

        /**
         * Takes strings in GraphQL documents away from rules.
         *
         * @param path the fields and the argument that hold them: {@code createUser.input.name}, {@code *} for any one
         *     name; or {@code document} for the documents as a whole
         * @throws IllegalArgumentException if it is no such path
         */
        public Builder excludeGraphQl(RuleSelector rules, String path) {
            String key = GraphQlSelector.pattern(path);
            changes.add(new Change.Exclude(
                    requireNonNull(rules, "rules"),
                    List.of("ARGS:/" + key + "/", "ARGS_GET:/" + key + "/", "ARGS_POST:/" + key + "/")));
            return this;
        }

        /** Sets a variable of {@code TX} before the first rule runs, such as a threshold. */
        public Builder tx(String name, long value) {
            changes.add(new Change.Preset(requireNonNull(name, "name"), Long.toString(value)));
            return this;
        }

        /** The overrides. */
        public Overrides build() {
            return new Overrides(changes);
        }
    }
}
