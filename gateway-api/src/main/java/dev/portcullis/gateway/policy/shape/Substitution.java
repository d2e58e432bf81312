package dev.portcullis.gateway.policy.shape;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The two substitutions: {@code ${env:NAME}} and {@code ${file:PATH}}. */
final class Substitution {
    /** Matches exactly one substitution. */
    static final String ONE = "\\$\\{(?:env:[A-Za-z_][A-Za-z0-9_]{0,127}|file:[^${}]{1,1024})\\}";
    /** Finds what looks like one. */
    static final String ANYWHERE = "\\$\\{(?:env|file):";

    private static final Pattern FIND = Pattern.compile("\\$\\{(env|file):([^${}]*)\\}");
    private static final Pattern WHOLE = Pattern.compile(ONE);
    private static final Pattern LOOKS = Pattern.compile(ANYWHERE);
    private static final int LONGEST = 64 * 1024;

    private Substitution() {}

    static boolean isIn(String text) {
        return LOOKS.matcher(text).find();
    }

    static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    /** The text with each substitution replaced; {@code null} where one has no value, which the reading then knows. */
    static @Nullable String replace(String text, Node node, Place place, Reading reading) {
        Matcher matcher = FIND.matcher(text);
        StringBuilder replaced = new StringBuilder();
        boolean complete = true;
        while (matcher.find()) {
            byte[] value = value(matcher.group(1), matcher.group(2), node, place, reading);
            String inserted = value == null ? null : utf8(value);
            if (value != null && inserted == null) {
                reading.error(node.at(), "unreadable-file", "the file of " + place + " is not UTF-8 text");
            }
            complete &= inserted != null;
            matcher.appendReplacement(replaced, Matcher.quoteReplacement(inserted == null ? "" : inserted));
        }
        matcher.appendTail(replaced);
        return complete ? replaced.toString() : null;
    }

    /** The value of exactly one substitution. */
    static byte @Nullable [] one(String text, Node node, Place place, Reading reading) {
        Matcher matcher = FIND.matcher(text);
        return matcher.matches() ? value(matcher.group(1), matcher.group(2), node, place, reading) : null;
    }

    private static byte @Nullable [] value(String kind, String name, Node node, Place place, Reading reading) {
        if (kind.equals("env")) {
            Optional<String> value = reading.sources().variable(name);
            if (value.isEmpty() || value.get().isEmpty()) {
                reading.error(
                        node.at(),
                        "unset-variable",
                        "the environment variable " + name + " that " + place + " names is "
                                + (value.isEmpty() ? "not set" : "empty"));
                return null;
            }
            return value.get().getBytes(StandardCharsets.UTF_8);
        }
        try {
            byte[] content = reading.sources().read(reading.sources().resolve(name), LONGEST);
            return withoutLastLineBreak(content);
        } catch (IOException | InvalidPathException e) {
            PolicyFile.unreadable(name, e, node, place, reading);
            return null;
        }
    }

    /** Editors end a file with a line break; it is not part of a secret. */
    private static byte[] withoutLastLineBreak(byte[] content) {
        int end = content.length;
        if (end > 0 && content[end - 1] == '\n') {
            end--;
            if (end > 0 && content[end - 1] == '\r') {
                end--;
            }
        }
        return java.util.Arrays.copyOf(content, end);
    }

    private static @Nullable String utf8(byte[] value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
