package dev.portcullis.waf.transform;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The transformations by the names that rules give them. */
public final class Transformations {
    private static final Set<String> NAMES = Set.of(
            "urldecode",
            "urldecodeuni",
            "urlencode",
            "htmlentitydecode",
            "jsdecode",
            "cssdecode",
            "escapeseqdecode",
            "utf8tounicode",
            "removenulls",
            "replacenulls",
            "removewhitespace",
            "compresswhitespace",
            "trim",
            "trimleft",
            "trimright",
            "removecomments",
            "replacecomments",
            "removecommentschar",
            "cmdline",
            "normalizepath",
            "normalisepath",
            "normalizepathwin",
            "normalisepathwin",
            "base64decode",
            "base64decodeext",
            "base64encode",
            "hexdecode",
            "hexencode",
            "sqlhexdecode",
            "lowercase",
            "uppercase",
            "parityeven7bit",
            "parityodd7bit",
            "parityzero7bit",
            "length",
            "md5",
            "sha1",
            "phpargsnames");

    /** Those that rules have asked for so far: to make all would be to load the classes of all. */
    private static final Map<String, Transformation> KNOWN = new ConcurrentHashMap<>();

    private Transformations() {}

    /** The names of all transformations, in small letters. */
    public static Set<String> names() {
        return NAMES;
    }

    /**
     * The transformation of this name, without regard to case; {@code none} is not one, it clears a list.
     *
     * @param name the name in the rule, such as {@code urlDecodeUni}
     * @param bestFit the characters that {@code %uXXXX} stands for beyond Latin-1, from {@code SecUnicodeMapFile}
     */
    public static Optional<Transformation> named(String name, UnicodeMap bestFit) {
        requireNonNull(bestFit, "bestFit");
        String plain = name.toLowerCase(Locale.ROOT);
        Transformation found = KNOWN.get(plain);
        if (found == null && NAMES.contains(plain)) {
            found = make(plain);
            KNOWN.put(plain, found);
        }
        return Optional.ofNullable(
                found instanceof UrlDecodeUni && bestFit != UnicodeMap.NONE ? new UrlDecodeUni(bestFit) : found);
    }

    private static Transformation make(String name) {
        return switch (name) {
            case "urldecode" -> new UrlDecode();
            case "urldecodeuni" -> new UrlDecodeUni(UnicodeMap.NONE);
            case "urlencode" -> new UrlEncode();
            case "htmlentitydecode" -> new HtmlEntityDecode();
            case "jsdecode" -> new JsDecode();
            case "cssdecode" -> new CssDecode();
            case "escapeseqdecode" -> new EscapeSeqDecode();
            case "utf8tounicode" -> new Utf8ToUnicode();
            case "removenulls" -> new RemoveBytes(ByteSet.range(0, 0));
            case "replacenulls" -> MapBytes.replaceNulls();
            case "removewhitespace" -> new RemoveBytes(Whitespace.WITH_NO_BREAK_SPACE);
            case "compresswhitespace" -> new CompressWhitespace();
            case "trim" -> new Trim(true, true);
            case "trimleft" -> new Trim(true, false);
            case "trimright" -> new Trim(false, true);
            case "removecomments" -> new RemoveComments();
            case "replacecomments" -> new ReplaceComments();
            case "removecommentschar" -> new RemoveCommentsChar();
            case "cmdline" -> new CmdLine();
            case "normalizepath" -> new NormalizePath(false);
            case "normalisepath" -> new NormalizePath(false);
            case "normalizepathwin" -> new NormalizePath(true);
            case "normalisepathwin" -> new NormalizePath(true);
            case "base64decode" -> new Base64Decode(false);
            case "base64decodeext" -> new Base64Decode(true);
            case "base64encode" -> new Base64Encode();
            case "hexdecode" -> new HexDecode();
            case "hexencode" -> new HexEncode();
            case "sqlhexdecode" -> new SqlHexDecode();
            case "lowercase" -> MapBytes.lowercase();
            case "uppercase" -> MapBytes.uppercase();
            case "parityeven7bit" -> MapBytes.parityEven();
            case "parityodd7bit" -> MapBytes.parityOdd();
            case "parityzero7bit" -> MapBytes.parityZero();
            case "length" -> new Length();
            case "md5" -> Digest.md5();
            case "sha1" -> Digest.sha1();
            case "phpargsnames" -> new PhpArgsNames();
            default -> throw new IllegalArgumentException("no transformation " + name);
        };
    }
}
