package dev.portcullis.waf.transform;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The transformations by the names that rules give them. */
public final class Transformations {
    private static final Map<String, Transformation> BY_NAME = Map.of();

    private Transformations() {}

    /**
     * The transformation of this name, without regard to case; {@code none} is not one, it clears a list.
     *
     * @param name the name in the rule, such as {@code urlDecodeUni}
     * @param bestFit the characters that {@code %uXXXX} stands for beyond Latin-1, from {@code SecUnicodeMapFile}
     */
    public static Optional<Transformation> named(String name, UnicodeMap bestFit) {
        requireNonNull(bestFit, "bestFit");
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }
}
