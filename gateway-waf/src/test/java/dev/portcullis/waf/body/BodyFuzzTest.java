package dev.portcullis.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No processor throws, whatever it reads, and what it tells stays within a multiple of what it read. */
class BodyFuzzTest {
    private static final String TYPE = "multipart/form-data; boundary=bnd";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "URLENCODED, ~a=&%41+%zz;b=~",
                "JSON, ~{}[]\"\"\\u0041:,,01-.eEtruefalsenull \n\t\u00c3\u00a9~",
                "XML, ~<a></a><b c='d'/>&lt;&#65;<!-- --><![CDATA[]]><?xml ?><!DOCTYPE x []>'\"= \n~",
                "MULTIPART, ~--bnd\r\n--bnd--\r\nContent-Disposition: form-data; name=\"a\"; filename=b\r\n\r\n\t'\\x~",
            })
    void survivesAnythingMadeOfItsOwnPieces(String processor, String pieces) {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder body = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                int start = random.nextInt(pieces.length());
                int end = Math.min(pieces.length(), start + 1 + random.nextInt(round % 3 == 0 ? 40 : 8));
                body.append(pieces, start, end);
                if (random.nextInt(10) == 0) {
                    body.append((char) random.nextInt(256));
                }
            }
            BodyInput input = new BodyInput(TYPE, random.nextBoolean(), 6, 6, Integer.MAX_VALUE, 6, 3, (byte) '&');
            Told told = Told.by(processor, input, body.toString());
            assertThat(told.errors.size()).as(body.toString()).isLessThanOrEqualTo(1);
            assertThat(told.bytes).isLessThan((1 << 20) + 64L * body.length());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--bnd\r\n",
                "--bn",
                "-",
                "\r\n",
                "\n",
                "--",
                "-- ",
                "{",
                "[",
                "{\"a\":",
                "\"",
                "\\",
                "[1,",
                "<a>",
                "<a ",
                "&",
                "<!--",
                "]]>",
                "=",
                "&a=%",
                "%41",
                "\0",
                "<![CDATA[",
                "--bnd\r\nContent-Disposition: form-data; name=a\r\n\r\n"
            })
    @Timeout(60)
    void getsThroughALargeHostileBody(String unit) {
        byte[] body = unit.repeat((1 << 20) / unit.length()).getBytes(StandardCharsets.ISO_8859_1);
        for (String processor : new String[] {"URLENCODED", "JSON", "XML", "MULTIPART"}) {
            BodyInput input = BodyInput.DEFAULT.withContentType(TYPE);
            Told told = Told.by(processor, input, body, 10_000);
            assertThat(told.bytes).isLessThan(1L << 26);
        }
        String dashes = "multipart/form-data; boundary=" + "-".repeat(900) + "x";
        Told.by("MULTIPART", BodyInput.DEFAULT.withContentType(dashes), "-".repeat(1 << 20));
    }
}
