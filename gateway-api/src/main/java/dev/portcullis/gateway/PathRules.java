package dev.portcullis.gateway;

/**
 * Which spellings of a path are refused because two readers can take them for different paths. Everything is refused by
 * default. Each rule is relaxed by itself; where a relaxed spelling has one harmless reading, the path is rewritten to it, so
 * that everyone behind sees the same.
 *
 * <p>Never possible: control characters and NUL, encoded or not; raw bytes outside ASCII; a percent sign without two
 * hexadecimal digits; what does not decode to UTF-8 in its shortest form.
 *
 * @param encodedSlash what happens to {@code %2F}
 * @param backslash what happens to {@code \} and {@code %5C}
 * @param parameter what happens to {@code ;} and what follows it in a segment, {@code ..;} included
 * @param emptySegment what happens to {@code //}
 * @param dotSegment what happens to {@code .} and {@code ..} as segments, encoded or not
 * @param doubleEncoding what happens to an encoded percent sign that begins another encoding: {@code %2541}
 * @param illegalCharacter what happens to ASCII characters that RFC 3986 does not allow in a path, such as {@code |}
 */
public record PathRules(
        Rule encodedSlash,
        Rule backslash,
        Rule parameter,
        Rule emptySegment,
        Rule dotSegment,
        Rule doubleEncoding,
        Rule illegalCharacter) {
    /** What happens to a spelling. */
    public enum Rule {
        /** The request is refused with 400. */
        REFUSE,
        /** The path is rewritten to the reading that the relaxing method names. */
        RELAX
    }

    /** Everything is refused. */
    public static final PathRules STRICT =
            new PathRules(Rule.REFUSE, Rule.REFUSE, Rule.REFUSE, Rule.REFUSE, Rule.REFUSE, Rule.REFUSE, Rule.REFUSE);

    /**
     * Lets {@code %2F} through, encoded, as part of a segment. Only where the handler takes it for that too: one that decodes
     * before it splits serves another path than the one that was judged.
     */
    public PathRules allowEncodedSlash() {
        return new PathRules(
                Rule.RELAX, backslash, parameter, emptySegment, dotSegment, doubleEncoding, illegalCharacter);
    }

    /**
     * Lets a backslash through, as {@code %5C}. Only where the handler takes it for part of a segment: one that folds it to a
     * slash serves another path than the one that was judged.
     */
    public PathRules allowBackslash() {
        return new PathRules(
                encodedSlash, Rule.RELAX, parameter, emptySegment, dotSegment, doubleEncoding, illegalCharacter);
    }

    /** Cuts parameters off their segments: {@code /a;jsessionid=1} becomes {@code /a}. An encoded {@code ;} is refused. */
    public PathRules dropParameters() {
        return new PathRules(
                encodedSlash, backslash, Rule.RELAX, emptySegment, dotSegment, doubleEncoding, illegalCharacter);
    }

    /** Merges slashes: {@code /a//b} becomes {@code /a/b}. */
    public PathRules mergeEmptySegments() {
        return new PathRules(
                encodedSlash, backslash, parameter, Rule.RELAX, dotSegment, doubleEncoding, illegalCharacter);
    }

    /**
     * Resolves dot segments (RFC 3986, section 5.2.4): {@code /a/../b} becomes {@code /b}. One that leads above the root is
     * refused.
     */
    public PathRules resolveDotSegments() {
        return new PathRules(
                encodedSlash, backslash, parameter, emptySegment, Rule.RELAX, doubleEncoding, illegalCharacter);
    }

    /** Lets {@code %2541} through. Only where nothing behind decodes twice. */
    public PathRules allowDoubleEncoding() {
        return new PathRules(
                encodedSlash, backslash, parameter, emptySegment, dotSegment, Rule.RELAX, illegalCharacter);
    }

    /** Encodes ASCII characters that are not allowed in a path: {@code |} becomes {@code %7C}. */
    public PathRules encodeIllegalCharacters() {
        return new PathRules(encodedSlash, backslash, parameter, emptySegment, dotSegment, doubleEncoding, Rule.RELAX);
    }
}
