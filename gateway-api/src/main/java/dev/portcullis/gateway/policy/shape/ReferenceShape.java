package dev.portcullis.gateway.policy.shape;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The name of something that is declared elsewhere in the document. */
final class ReferenceShape extends Shape<String> {
    private final NameKind kind;
    private final Shape<String> name;

    ReferenceShape(NameKind kind, Shape<String> name) {
        this.kind = kind;
        this.name = name;
    }

    @Override
    @Nullable
    String parse(Node node, Place place, Reading reading) {
        String value = name.parse(node, place, reading);
        if (value != null) {
            reading.names().use(kind, value, node.at(), place);
        }
        return value;
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        return name.schema(definitions);
    }

    @Override
    Fit fit(Node node) {
        return name.fit(node);
    }

    @Override
    String words() {
        return "the name of a " + kind.noun();
    }
}
