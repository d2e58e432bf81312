package dev.portcullis.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.waf.transform.Transformations;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For each transformation the disguises that it is there for: the rule that has it finds each of them, and the same rule
 * without it finds none. Texts stand for one byte a character.
 */
class TransformationEvasionTest {
    /** A disguise that the transformation alone sees through. */
    record Disguise(String transformation, String operator, List<String> values) {
        static Disguise of(String transformation, String operator, String... values) {
            return new Disguise(transformation, operator, List.of(values));
        }

        @Override
        public String toString() {
            return transformation + " against " + values.size() + " disguises of " + operator;
        }
    }

    private static final String SCRIPT = "@contains <script";
    private static final String PATH = "@contains /etc/passwd";

    static Stream<Disguise> disguises() {
        return Stream.of(
                Disguise.of("urlDecode", SCRIPT, "%3cscript", "%3C%73%63%72%69%70%74", "%%3cscript", "%3cs%63ript%"),
                Disguise.of(
                        "urlDecodeUni",
                        SCRIPT,
                        "%3Cscript",
                        "%u003cscript",
                        "%U003Cscript",
                        "%uff1cscript",
                        "<scr%u0069pt"),
                Disguise.of("urlEncode", "@contains %3cscript", "<script", "a <script"),
                Disguise.of(
                        "htmlEntityDecode",
                        SCRIPT,
                        "&lt;script",
                        "&LT;script",
                        "&#60;script",
                        "&#60script",
                        "&#x3c;script",
                        "&#X3Cscript",
                        "&#0000000060;script",
                        "<scr&#105;pt"),
                Disguise.of(
                        "jsDecode", SCRIPT, "\\u003cscript", "\\x3cscript", "\\74script", "\\uff1cscript", "<\\script"),
                Disguise.of(
                        "cssDecode",
                        SCRIPT,
                        "\\3c script",
                        "\\00003cscript",
                        "<\\script",
                        "<scr\\\nipt",
                        "\\ff1cscript"),
                Disguise.of(
                        "escapeSeqDecode",
                        SCRIPT,
                        "\\x3cscript",
                        "\\074script",
                        "\\74script",
                        "<\\script",
                        "<\\163cript"),
                Disguise.of(
                        "utf8toUnicode",
                        "@contains %u003cscript",
                        "\u00c0\u00bcscript",
                        "\u00e0\u0080\u00bcscript",
                        "\u00f0\u0080\u0080\u00bcscript"),
                Disguise.of("removeNulls", SCRIPT, "<\0script", "<scr\0ipt", "\0<\0s\0c\0r\0i\0p\0t"),
                Disguise.of("replaceNulls", "@contains union select", "union\0select", "\0union\0select\0"),
                Disguise.of(
                        "removeWhitespace",
                        "@contains javascript:",
                        "java\tscript:",
                        "j a v a\nscript :",
                        "java\u00a0script:"),
                Disguise.of(
                        "compressWhitespace",
                        "@contains union select",
                        "union  select",
                        "union\tselect",
                        "union\r\n \u000bselect"),
                Disguise.of("trim", "@streq admin", " admin", "admin\n", "\t\u000badmin \r\n"),
                Disguise.of("trimLeft", "@beginsWith admin", " admin", "\n\tadmin x"),
                Disguise.of("trimRight", "@endsWith .php", "a.php ", "a.php\t\n"),
                Disguise.of(
                        "removeComments",
                        "@contains union",
                        "un/**/ion",
                        "un/*x*/ion",
                        "un<!-- x -->ion",
                        "u/**/n/**/ion"),
                Disguise.of("replaceComments", "@contains union select", "union/**/select", "union/*!x*/select"),
                Disguise.of(
                        "removeCommentsChar",
                        "@contains union",
                        "un/*ion",
                        "un*/ion",
                        "un--ion",
                        "un#ion",
                        "<!--un-->ion"),
                Disguise.of(
                        "cmdLine",
                        "@contains cat/etc/passwd",
                        "c^at /etc/passwd",
                        "cat \"/etc/passwd\"",
                        "c'a't  /etc/pa\\sswd",
                        "CAT,;/etc/passwd"),
                Disguise.of(
                        "normalizePath",
                        PATH,
                        "/etc//passwd",
                        "/etc/./passwd",
                        "/etc/x/../passwd",
                        "/x/../../etc/././passwd"),
                Disguise.of("normalisePath", PATH, "/etc//passwd", "/etc/a/b/../../passwd"),
                Disguise.of("normalizePathWin", PATH, "\\etc\\passwd", "/etc\\x\\..\\passwd", "\\etc\\.\\/passwd"),
                Disguise.of("normalisePathWin", PATH, "\\etc\\passwd", "\\etc/.\\passwd"),
                Disguise.of("base64Decode", SCRIPT, "PHNjcmlwdD4=", "PHNjcmlwdD4", "PHNj\r\ncmlwdD4="),
                Disguise.of(
                        "base64DecodeExt",
                        SCRIPT,
                        "PHNjcmlwdD4=",
                        "P.H.N.j.c.m.l.w.d.D.4",
                        "PHNj cmlw\tdD4",
                        "=PHNjcmlwdD4"),
                Disguise.of("base64Encode", "@beginsWith PHNjcmlwdD4", "<script>", "<script>1"),
                Disguise.of("hexDecode", SCRIPT, "3c736372697074", "3C736372697074"),
                Disguise.of("hexEncode", "@contains 3c736372697074", "<script", "a<script"),
                Disguise.of("sqlHexDecode", "@contains union", "0x756e696f6e", "select 0X756E696F6E"),
                Disguise.of("lowercase", SCRIPT, "<SCRIPT", "<ScRiPt"),
                Disguise.of("uppercase", "@contains <SCRIPT", "<script", "<ScRiPt"),
                Disguise.of("parityEven7bit", "@rx <\\xf3cri\\xf0t", "<script"),
                Disguise.of("parityOdd7bit", "@rx \\xbcs\\xe3\\xf2\\xe9p\\xf4", "<script"),
                Disguise.of("parityZero7bit", SCRIPT, "\u00bcscript", "\u00bc\u00f3\u00e3\u00f2\u00e9\u00f0\u00f4"),
                Disguise.of(
                        "length",
                        "@gt 10",
                        "aaaaaaaaaaa",
                        "\0\0\0\0\0\0\0\0\0\0\0\0",
                        "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"),
                Disguise.of("length", "@rx ^0$", ""),
                Disguise.of("md5", digest("MD5", "ev\0il"), "ev\0il"),
                Disguise.of("sha1", digest("SHA-1", "ev\0il"), "ev\0il"),
                Disguise.of("phpArgsNames", "@streq a_b_c", "a.b.c", " a b.c", "a b_c"));
    }

    @Test
    void everyTransformationHasItsDisguises() {
        assertThat(disguises()
                        .map(disguise -> disguise.transformation().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()))
                .isEqualTo(Transformations.names());
    }

    @ParameterizedTest
    @MethodSource("disguises")
    void seesThroughWhatIsHiddenWithoutIt(Disguise disguise) {
        Waf with = Sent.rules(rule(disguise, disguise.transformation()));
        Waf without = Sent.rules(rule(disguise, "none"));
        List<String> hidden = new ArrayList<>();
        for (String value : disguise.values()) {
            Sent sent = Sent.post("application/x-www-form-urlencoded", "q=" + encoded(value));
            if (sent.through(with).interruption().isEmpty()) {
                hidden.add(value);
            }
            assertThat(sent.through(without).interruption())
                    .as("no disguise: %s", value)
                    .isEmpty();
        }
        assertThat(hidden).isEmpty();
    }

    private static String rule(Disguise disguise, String transformation) {
        return "SecRule ARGS \"" + disguise.operator() + "\" \"id:1,phase:2,deny,log,t:none,t:" + transformation + "\"";
    }

    private static String encoded(String value) {
        StringBuilder out = new StringBuilder();
        for (byte b : value.getBytes(ISO_8859_1)) {
            out.append('%').append(HexFormat.of().toHexDigits(b));
        }
        return out.toString();
    }

    private static String digest(String algorithm, String text) {
        try {
            byte[] bytes = MessageDigest.getInstance(algorithm).digest(text.getBytes(ISO_8859_1));
            return "@rx ^" + HexFormat.of().withPrefix("\\x").formatHex(bytes) + "$";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
