package dev.portcullis.waf.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways past each transformation that are known from the field. Texts stand for one byte a character. */
class TransformationTest {
    @Test
    void isFoundInAnyCaseAndUnknownNamesAreNot() {
        assertThat(Transformations.named("URLDecodeUNI", UnicodeMap.NONE)).isPresent();
        assertThat(Transformations.named("rot13", UnicodeMap.NONE)).isEmpty();
        assertThat(Transformations.named("none", UnicodeMap.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "urlDecode, %253Cscript%253e, %3Cscript%3e",
                "urlDecode, %%33C, %3C",
                "urlDecode, %u003c, %u003c",
                "urlDecode, a%3, a%3",
                "urlDecodeUni, %u003cscript%U003E, <script>",
                "urlDecodeUni, %uff1cscript%uFF1e, <script>",
                "urlDecodeUni, %u01, %u01",
                "urlDecodeUni, %u%33c, %u3c",
                "urlDecodeUni, %u00, %u00",
                "urlDecodeUni, %%u003c, %<",
                "jsDecode, ~\\u0061\\x6c\\145rt~, alert",
                "jsDecode, ~\\uff1cb\\uFF1E~, <b>",
                "jsDecode, ~\\777~, ?7",
                "jsDecode, ~a\\lert\\~, ~alert\\~",
                "cssDecode, ~\\65 xp\\0072 ession~, expression",
                "cssDecode, ~\\000065xp~, exp",
                "cssDecode, ~\\0000065xp~, ~\u00065xp~",
                "cssDecode, ~\\00ff45xp~, exp",
                "cssDecode, ~\\12ff41~, A",
                "cssDecode, ~e\\xpression\\~, expression",
                "escapeSeqDecode, ~\\x2f\\057bin~, //bin",
                "escapeSeqDecode, ~c\\at\\~, ~c\u0007t\\~",
                "htmlEntityDecode, &lt;&#60;&#x3C;&#0000060&#X3cscript, <<<<<script",
                "htmlEntityDecode, &LT;script&GT;, <script>",
                "htmlEntityDecode, javascript&colon;alert&lpar;1&rpar;, javascript:alert(1)",
                "htmlEntityDecode, java&Tab;script&NewLine;, ~java\tscript\n~",
                "htmlEntityDecode, &COLON;&colon&ltfoo, &COLON;&colon&ltfoo",
                "htmlEntityDecode, &amp;lt;, &lt;",
                "htmlEntityDecode, &&lt;&, &<&",
                "htmlEntityDecode, &#x100000000000000000000000041;, \u00ff",
                "htmlEntityDecode, &#x;&#;&#x&#, &#x;&#;&#x&#",
                "removeComments, un/**/ion, ~union~",
                "removeComments, a/*x*/ b<!-- y -->c d, a bc d",
                "removeComments, id=1--x, id=1",
                "removeComments, a#b, a",
                "replaceComments, union/*!*/select/*, ~union select ~",
                "replaceComments, /*/x*/y, ~ y~",
                "replaceComments, a*/b, a*/b",
                "replaceComments, //*x*/, ~/ ~",
                "removeCommentsChar, <!--a-->b--c#/*d*/, abcd",
                "removeCommentsChar, -/**/-, --",
                "cmdLine, ~c^at \"/etc\"/pas'swd'~, cat/etc/passwd",
                "cmdLine, ~CMD;;,/c\t(DIR)~, cmd/c(dir)",
                "cmdLine, a b, a b",
                "normalizePath, /a/./b//../c, /a/c",
                "normalizePath, /../../etc/passwd, /etc/passwd",
                "normalizePath, a/../../b, ../b",
                "normalizePath, a/b/../.., ~~",
                "normalizePath, /a/.., /",
                "normalizePath, /.../a.., /.../a..",
                "normalizePath, ../../a/.., ../..",
                "normalizePath, //, /",
                "normalizePath, ~..\\..\\x~, ~..\\..\\x~",
                "normalizePathWin, ~a\\..\\..\\b/c~, ../b/c",
                "normalizePathWin, ~C:\\x\\.\\y\\~, C:/x/y/",
                "base64Decode, PHNjcmlwdD4, <script>",
                "base64Decode, PHNj!cmlwdD4=, <sc",
                "base64DecodeExt, PHN!jc mlw*dD4=, <script>",
                "base64DecodeExt, PHN-jcml_wdD4, <script>",
                "base64DecodeExt, P.H N\tj, <sc",
                "hexDecode, 3c733, <s",
                "sqlHexDecode, select 0x414243 from 0xZ0X4a, select ABC from 0xZJ",
                "sqlHexDecode, 0x4142430x44, ABCD",
                "uppercase, aZ{, AZ{",
                "phpArgsNames, a.b[c, a_b_c",
            })
    void decodesAsTheTargetDoes(String name, String value, String expected) {
        assertThat(Apply.to(name, value)).isEqualTo(expected);
    }

    @Test
    void removesWhiteSpaceAndNullsAnywhere() {
        assertThat(Apply.to("removeNulls", "\0s\0c\0")).isEqualTo("sc");
        assertThat(Apply.to("replaceNulls", "s\0c")).isEqualTo("s c");
        assertThat(Apply.to("removeWhitespace", " s\t\n\u000b\f\rc\u00a0\0")).isEqualTo("sc\0");
        assertThat(Apply.to("compressWhitespace", " a\t\u00a0 b c\n")).isEqualTo(" a b c ");
        assertThat(Apply.to("trim", "\n a b\t")).isEqualTo("a b");
        assertThat(Apply.to("trim", " \t ")).isEmpty();
    }

    @Test
    void readsOverlongAndBrokenUtf8AsLenientDecodersDo() {
        assertThat(Apply.to("utf8toUnicode", "\u00c0\u00bcscript")).isEqualTo("%u003cscript");
        assertThat(Apply.to("utf8toUnicode", "\u00e0\u0080\u00bc\u00f0\u0080\u0080\u00bc"))
                .isEqualTo("%u003c%u003c");
        assertThat(Apply.to("utf8toUnicode", "\u00ed\u00a0\u0080")).isEqualTo("%ud800");
        assertThat(Apply.to("utf8toUnicode", "<scr\u00c3ipt\u00e2\u0082")).isEqualTo("<script\u0082");
        assertThat(Apply.to("utf8toUnicode", "\u00bcscript\u00be\u00ff")).isEqualTo("\u00bcscript\u00be\u00ff");
        assertThat(Apply.to("utf8toUnicode", "\u00f0\u009f\u0098\u0080")).isEqualTo("%u1f600");
        assertThat(Apply.to("utf8toUnicode", "\u00f4\u008f\u00bf\u00bf")).isEqualTo("%u10ffff");
        assertThat(Apply.to("utf8toUnicode", "\u00ef\u00bc\u009c")).isEqualTo("%uff1c");
    }

    @Test
    void usesTheBestFitMapWhereThereIsOne() {
        short[] table = new short[0x10000];
        Arrays.fill(table, (short) -1);
        table[0x2329] = '<';
        table[0xff1c] = '(';
        Transformation decode =
                Transformations.named("urlDecodeUni", UnicodeMap.of(table)).orElseThrow();

        assertThat(Apply.to(decode, "%u2329%uff1c%u232a".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(new byte[] {'<', '(', 0x2a});
    }

    @Test
    void saysUnchangedForAValueThatIsItsOwnResult() {
        byte[] one = {'1'};
        assertThat(Apply.to(Apply.named("length"), one)).isSameAs(one);
        assertThat(Apply.to("length", "")).isEqualTo("0");
        assertThat(Apply.to("length", "x".repeat(1234))).isEqualTo("1234");
    }
}
