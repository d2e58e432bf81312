package dev.portcullis.waf.body;

import java.util.Locale;
import java.util.Optional;

/**
 * Reads a body of one kind. Time and memory are linear in the length of the body; the limits bound the rest. Stateless,
 * hence safe for any number of threads.
 */
@FunctionalInterface
public interface BodyProcessor {
    /**
     * Reads {@code body[from, to)} and tells the sink what it holds, in the order of the body.
     *
     * <p>It never throws for what a client sent: a mistake goes to {@link BodySink#error}, and what was found before it
     * stays told. It stops as soon as the sink says that it wants no more.
     *
     * @param body not changed; slices of it are handed to the sink
     */
    void process(byte[] body, int from, int to, BodyInput input, BodySink sink);

    /**
     * The processor of this name, without regard to case: {@code URLENCODED}, {@code MULTIPART}, {@code JSON},
     * {@code XML}, {@code GRAPHQL} or {@code RAW}.
     */
    static Optional<BodyProcessor> named(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "URLENCODED" -> Optional.of(new UrlEncodedBody());
            case "MULTIPART" -> Optional.of(new MultipartBody());
            case "JSON" -> Optional.of(new JsonBody());
            case "XML" -> Optional.of(new XmlBody());
            case "GRAPHQL" -> Optional.of(new GraphQlBody());
            case "RAW" -> Optional.of((body, from, to, input, sink) -> {});
            default -> Optional.empty();
        };
    }
}
