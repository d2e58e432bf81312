package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one part of a document may be, and what it becomes in Java. The reader that it makes reports every mistake in the
 * part, and the schema that it makes refuses what the reader refuses, as far as JSON Schema can tell: names that must exist
 * elsewhere, files and variables are beyond it. Immutable.
 *
 * <p>The factories are in {@link Shapes}; objects are described with {@link Members}.
 *
 * @param <T> what it becomes
 */
public abstract class Shape<T> {
    Shape() {}

    /** How well a part of a document suits a shape, where there is a choice. */
    enum Fit {
        /** It is of another kind. */
        NO,
        /** It is of this kind. */
        KIND,
        /** It is meant for this shape. */
        CERTAIN
    }

    /** Reads a part; {@code null} where it is not of this shape, and then the reading knows why. */
    abstract @Nullable T parse(Node node, Place place, Reading reading);

    /** The JSON Schema of it. */
    abstract Map<String, Object> schema(Definitions definitions);

    /** Whether a part is meant for this shape. */
    abstract Fit fit(Node node);

    /** The keys of a part that mean this shape, in a choice of objects. */
    List<String> marks(Node node) {
        return List.of();
    }

    /** Whether an object of this shape may have the key. */
    boolean knows(String key) {
        return false;
    }

    /** What is expected, for an error message: {@code a duration such as 30s}. */
    abstract String words();

    /**
     * Reads a part of a document.
     *
     * @param node the part
     * @param place the way to it
     * @param reading gets every mistake
     * @return what it became; empty where mistakes leave nothing to use
     */
    public final Optional<T> read(Node node, Place place, Reading reading) {
        return Optional.ofNullable(parse(node, place, reading));
    }

    /**
     * The JSON Schema (draft 2020-12) of a document of this shape, as text.
     *
     * @param id the {@code $id}, a URN, so that nobody tries to fetch it
     * @param title what such a document is
     */
    public final String jsonSchema(String id, String title) {
        return Definitions.document(this, requireNonNull(id, "id"), requireNonNull(title, "title"));
    }

    /**
     * This shape, become something else.
     *
     * @param code the code of the error, where {@code become} throws an {@link IllegalArgumentException}; its message is
     *     shown, so it must not carry a secret
     * @param become makes it
     */
    public final <R> Shape<R> as(String code, Function<? super T, ? extends R> become) {
        return new MappedShape<>(this, requireNonNull(code, "code"), requireNonNull(become, "become"));
    }

    /** This shape with a sentence for the people who write such a document; it is shown by their editors. */
    public final Shape<T> describedAs(String sentence) {
        return new DescribedShape<>(this, requireNonNull(sentence, "sentence"));
    }
}
