package dev.portcullis.waf.transform;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The transformations by the names that rules give them. */
public final class Transformations {
    private static final Map<String, Transformation> BY_NAME = Map.ofEntries(
            entry("urldecode", new UrlDecode()),
            entry("urldecodeuni", new UrlDecodeUni(UnicodeMap.NONE)),
            entry("urlencode", new UrlEncode()),
            entry("htmlentitydecode", new HtmlEntityDecode()),
            entry("jsdecode", new JsDecode()),
            entry("cssdecode", new CssDecode()),
            entry("escapeseqdecode", new EscapeSeqDecode()),
            entry("utf8tounicode", new Utf8ToUnicode()),
            entry("removenulls", new RemoveBytes(ByteSet.range(0, 0))),
            entry("replacenulls", MapBytes.replaceNulls()),
            entry("removewhitespace", new RemoveBytes(Whitespace.WITH_NO_BREAK_SPACE)),
            entry("compresswhitespace", new CompressWhitespace()),
            entry("trim", new Trim(true, true)),
            entry("trimleft", new Trim(true, false)),
            entry("trimright", new Trim(false, true)),
            entry("removecomments", new RemoveComments()),
            entry("replacecomments", new ReplaceComments()),
            entry("removecommentschar", new RemoveCommentsChar()),
            entry("cmdline", new CmdLine()),
            entry("normalizepath", new NormalizePath(false)),
            entry("normalisepath", new NormalizePath(false)),
            entry("normalizepathwin", new NormalizePath(true)),
            entry("normalisepathwin", new NormalizePath(true)),
            entry("base64decode", new Base64Decode(false)),
            entry("base64decodeext", new Base64Decode(true)),
            entry("base64encode", new Base64Encode()),
            entry("hexdecode", new HexDecode()),
            entry("hexencode", new HexEncode()),
            entry("sqlhexdecode", new SqlHexDecode()),
            entry("lowercase", MapBytes.lowercase()),
            entry("uppercase", MapBytes.uppercase()),
            entry("parityeven7bit", MapBytes.parityEven()),
            entry("parityodd7bit", MapBytes.parityOdd()),
            entry("parityzero7bit", MapBytes.parityZero()),
            entry("length", new Length()),
            entry("md5", new Digest("MD5")),
            entry("sha1", new Digest("SHA-1")),
            entry("phpargsnames", new PhpArgsNames()));

    private Transformations() {}

    /** The names of all transformations, in small letters. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /**
     * The transformation of this name, without regard to case; {@code none} is not one, it clears a list.
     *
     * @param name the name in the rule, such as {@code urlDecodeUni}
     * @param bestFit the characters that {@code %uXXXX} stands for beyond Latin-1, from {@code SecUnicodeMapFile}
     */
    public static Optional<Transformation> named(String name, UnicodeMap bestFit) {
        requireNonNull(bestFit, "bestFit");
        Transformation found = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        return Optional.ofNullable(
                found instanceof UrlDecodeUni && bestFit != UnicodeMap.NONE ? new UrlDecodeUni(bestFit) : found);
    }
}
