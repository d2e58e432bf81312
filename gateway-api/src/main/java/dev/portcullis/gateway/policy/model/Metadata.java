package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;

/**
 * What a policy is called. Both stand in every audit record and in what a reload reports.
 *
 * @param name of the policy; it stays the same from version to version
 * @param version of the policy; a reload that changes anything should change it
 */
public record Metadata(String name, String version) {
    /** A policy that was not named. */
    public static final Metadata UNNAMED = new Metadata("policy", "0");

    /** Checks both. */
    public Metadata {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
    }

    static Shape<Metadata> shape() {
        return Shapes.object("metadata", members -> {
            Member<String> name = members.withDefault("name", Shapes.name(), UNNAMED.name());
            Member<String> version = members.withDefault(
                    "version", Shapes.text("a text without spaces", "[^\\s\\u0000-\\u001f]+", 128), UNNAMED.version());
            return values -> new Metadata(values.get(name), values.get(version));
        });
    }

    /** {@code NAME@VERSION}. */
    @Override
    public String toString() {
        return name + '@' + version;
    }
}
