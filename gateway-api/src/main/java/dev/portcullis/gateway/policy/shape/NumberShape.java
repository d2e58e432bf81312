package dev.portcullis.gateway.policy.shape;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole number of a range. */
final class NumberShape extends Shape<Long> {
    private final long least;
    private final long most;

    NumberShape(long least, long most) {
        this.least = least;
        this.most = most;
    }

    @Override
    @Nullable
    Long parse(Node node, Place place, Reading reading) {
        if (!(node instanceof Node.Scalar scalar) || !(scalar.value() instanceof Number number)) {
            reading.wrongType(node, place, words());
            return null;
        }
        // JSON Schema, section 6.1.1: 1.0 is an integer
        double value = number.doubleValue();
        if (value != Math.rint(value)) {
            reading.wrongType(node, place, words());
            return null;
        }
        if (value < least || value > most) {
            reading.error(node.at(), "wrong-value", "wrong value " + number + " in " + place + ": expected " + words());
            return null;
        }
        return number.longValue();
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "integer");
        schema.put("minimum", least);
        schema.put("maximum", most);
        return schema;
    }

    @Override
    Fit fit(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() instanceof Number ? Fit.KIND : Fit.NO;
    }

    @Override
    String words() {
        return "a whole number from " + least + " to " + most;
    }
}
