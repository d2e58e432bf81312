package dev.portcullis.gateway.policy.shape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shape with a sentence for those who write it. */
final class DescribedShape<T> extends Shape<T> {
    private final Shape<T> shape;
    private final String sentence;

    DescribedShape(Shape<T> shape, String sentence) {
        this.shape = shape;
        this.sentence = sentence;
    }

    @Override
    @Nullable
    T parse(Node node, Place place, Reading reading) {
        return shape.parse(node, place, reading);
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", sentence);
        schema.putAll(shape.schema(definitions));
        schema.put("description", sentence);
        return schema;
    }

    @Override
    Fit fit(Node node) {
        return shape.fit(node);
    }

    @Override
    List<String> marks(Node node) {
        return shape.marks(node);
    }

    @Override
    boolean knows(String key) {
        return shape.knows(key);
    }

    @Override
    String words() {
        return shape.words();
    }
}
