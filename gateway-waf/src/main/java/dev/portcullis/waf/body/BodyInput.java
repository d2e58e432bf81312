package dev.portcullis.waf.body;

import static java.util.Objects.requireNonNull;

/**
 * What a processor knows about a body besides its bytes.
 *
 * @param contentType the value of the Content-Type field, one byte a character (ISO-8859-1), empty if there is none
 * @param partial whether the body goes on beyond these bytes; a document that only ends too early is then no mistake
 * @param jsonDepth the deepest nesting of JSON; deeper is a mistake ({@code SecRequestBodyJsonDepthLimit})
 * @param xmlDepth the deepest nesting of XML; deeper is a mistake
 * @param keys the most members of JSON objects, all together, or elements and attributes of XML; more is a mistake
 * @param parts the most parts of a multipart body; more is a mistake
 * @param files the most file parts; more raises {@link MultipartFlag#FILE_LIMIT_EXCEEDED}
 *     ({@code SecUploadFileLimit})
 * @param argumentSeparator the byte between arguments of a form ({@code SecArgumentSeparator})
 */
public record BodyInput(
        String contentType,
        boolean partial,
        int jsonDepth,
        int xmlDepth,
        int keys,
        int parts,
        int files,
        byte argumentSeparator) {
    /** The limits of the recommended configuration. */
    public static final BodyInput DEFAULT =
            new BodyInput("", false, 512, 512, Integer.MAX_VALUE, 1000, 100, (byte) '&');

    /** Checks that the limits are positive. */
    public BodyInput {
        requireNonNull(contentType, "contentType");
        if (jsonDepth < 1 || xmlDepth < 1 || keys < 1 || parts < 1 || files < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** The same limits for a body of this type. */
    public BodyInput withContentType(String type) {
        return new BodyInput(type, partial, jsonDepth, xmlDepth, keys, parts, files, argumentSeparator);
    }
}
