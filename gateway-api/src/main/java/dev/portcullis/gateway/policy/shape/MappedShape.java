package dev.portcullis.gateway.policy.shape;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A shape that becomes something else than it is written as. */
final class MappedShape<S, T> extends Shape<T> {
    private final Shape<S> written;
    private final String code;
    private final Function<? super S, ? extends T> become;

    MappedShape(Shape<S> written, String code, Function<? super S, ? extends T> become) {
        this.written = written;
        this.code = code;
        this.become = become;
    }

    @Override
    @Nullable
    T parse(Node node, Place place, Reading reading) {
        S value = written.parse(node, place, reading);
        if (value == null) {
            return null;
        }
        try {
            return become.apply(value);
        } catch (IllegalArgumentException e) {
            reading.error(node.at(), code, "in " + place + ": " + e.getMessage());
            return null;
        }
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        return written.schema(definitions);
    }

    @Override
    Fit fit(Node node) {
        return written.fit(node);
    }

    @Override
    List<String> marks(Node node) {
        return written.marks(node);
    }

    @Override
    boolean knows(String key) {
        return written.knows(key);
    }

    @Override
    String words() {
        return written.words();
    }
}
