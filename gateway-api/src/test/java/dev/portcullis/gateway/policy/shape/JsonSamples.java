package dev.portcullis.gateway.policy.shape;

import java.util.Map;

/** Writes sampled documents as JSON, which is YAML too. */
public final class JsonSamples {
    private JsonSamples() {}

    /** The document as JSON. */
    public static String text(Object document) {
        String wrapped = JsonText.write(Map.of("d", document));
        return wrapped.substring(wrapped.indexOf(':') + 1, wrapped.lastIndexOf('}'));
    }
}
