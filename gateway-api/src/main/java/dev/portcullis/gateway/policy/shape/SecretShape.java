package dev.portcullis.gateway.policy.shape;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exactly one substitution: a secret is never written in a policy. */
final class SecretShape extends Shape<Secret> {
    @Override
    @Nullable
    Secret parse(Node node, Place place, Reading reading) {
        if (!(node instanceof Node.Scalar scalar) || !(scalar.value() instanceof String text)) {
            reading.wrongType(node, place, words());
            return null;
        }
        if (!Substitution.isWhole(text)) {
            reading.error(
                    node.at(),
                    "inline-secret",
                    "the secret in " + place + " must not be written here; use ${env:NAME} or ${file:PATH}");
            return null;
        }
        byte[] value = Substitution.one(text, node, place, reading);
        if (value != null && value.length == 0) {
            reading.error(node.at(), "wrong-value", "the secret that " + place + " names is empty");
            return null;
        }
        return value == null ? null : Secret.of(value, text);
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("pattern", "^" + Substitution.ONE + "$");
        return schema;
    }

    @Override
    Fit fit(Node node) {
        return node instanceof Node.Scalar ? Fit.KIND : Fit.NO;
    }

    @Override
    String words() {
        return "${env:NAME} or ${file:PATH}";
    }
}
