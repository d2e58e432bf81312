package dev.portcullis.gateway.policy.shape;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** True or false. */
final class FlagShape extends Shape<Boolean> {
    @Override
    @Nullable
    Boolean parse(Node node, Place place, Reading reading) {
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof Boolean flag) {
            return flag;
        }
        reading.wrongType(node, place, words());
        return null;
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "boolean");
        return schema;
    }

    @Override
    Fit fit(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() instanceof Boolean ? Fit.CERTAIN : Fit.NO;
    }

    @Override
    String words() {
        return "true or false";
    }
}
