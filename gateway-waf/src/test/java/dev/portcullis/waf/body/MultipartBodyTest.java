package dev.portcullis.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
    private static final String TYPE = "multipart/form-data; boundary=bnd";

    private static Told read(String body) {
        return read(TYPE, body);
    }

    private static Told read(String type, String body) {
        return Told.by("MULTIPART", BodyInput.DEFAULT.withContentType(type), body);
    }

    private static Told partial(String body) {
        return Told.by("MULTIPART", new BodyInput(TYPE, true, 8, 8, Integer.MAX_VALUE, 8, 8, (byte) '&'), body);
    }

    private static String field(String disposition, String value) {
        return "--bnd\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + value + "\r\n";
    }

    private static Set<MultipartFlag> flagsOf(Told told) {
        Set<MultipartFlag> flags = EnumSet.noneOf(MultipartFlag.class);
        flags.addAll(told.flags);
        flags.remove(MultipartFlag.CRLF_LINE);
        return flags;
    }

    @Test
    void tellsFieldsFilesAndHeaders() {
        Told told = read(field("name=\"a\"", "1\r\n2")
                + "--bnd\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.php\"\r\n"
                + "Content-Type: text/plain\r\n\r\n<?php\r\n\r\n"
                + field("name=b; filename=\"\"", "")
                + "--bnd--\r\n");
        assertThat(told.arguments).containsExactly("a=1\r\n2", "b=");
        assertThat(told.files).containsExactly("f=x.php:<?php\r\n");
        assertThat(told.headers)
                .containsExactly(
                        "a|Content-Disposition: form-data; name=\"a\"",
                        "f|Content-Disposition: form-data; name=\"f\"; filename=\"x.php\"",
                        "f|Content-Type: text/plain",
                        "b|Content-Disposition: form-data; name=b; filename=\"\"");
        assertThat(told.errors).isEmpty();
        assertThat(told.flags).containsExactly(MultipartFlag.CRLF_LINE);
    }

    @Test
    void acceptsALastBoundaryWithoutALineEnd() {
        Told told = read(field("name=a", "1") + "--bnd--");
        assertThat(told.errors).isEmpty();
        assertThat(told.arguments).containsExactly("a=1");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "~multipart/form-data; boundary=\"bnd\"~, BOUNDARY_QUOTED",
                "multipart/form-data; boundary =bnd, BOUNDARY_WHITESPACE",
                "multipart/form-data boundary=bnd, MISSING_SEMICOLON",
                "Multipart/Form-Data;boundary=bnd, ",
            })
    void flagsWhatIsUnusualInTheContentType(String type, MultipartFlag flag) {
        Told told = read(type, field("name=a", "1") + "--bnd--\r\n");
        assertThat(told.arguments).containsExactly("a=1");
        assertThat(flagsOf(told)).isEqualTo(flag == null ? Set.of() : Set.of(flag));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "multipart/mixed; boundary=bnd",
                "multipart/form-data",
                "multipart/form-data; Boundary=bnd",
                "multipart/form-data; boundary",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=bnd; boundary=other",
                "multipart/form-data; charset=utf-8; boundary=bnd",
                "multipart/form-data;; boundary=bnd",
                "multipart/form-data; boundary=\"bnd",
                "multipart/form-data; boundary=b\"nd",
                "multipart/form-data; boundary=bnd; charset=utf-8",
                "multipart/form-data; boundary=bnd,x\u00e9",
                "multipart/form-data; boundary=bnd ",
                "multipart/form-data; boundaryx=bnd",
                "multipart/form-data; boundary x=bnd"
            })
    void refusesATypeThatParsersDisagreeAbout(String type) {
        Told told = read(type, field("name=a", "1") + "--bnd--\r\n");
        assertThat(told.errors).hasSize(1);
        assertThat(told.flags).contains(MultipartFlag.CONTENT_TYPE_INVALID);
        assertThat(told.arguments).isEmpty();
    }

    @Test
    void flagsBytesAroundTheParts() {
        assertThat(flagsOf(read("x\r\n" + field("name=a", "1") + "--bnd--\r\n")))
                .containsExactly(MultipartFlag.DATA_BEFORE);
        assertThat(flagsOf(read(field("name=a", "1") + "--bnd--\r\n" + field("name=b", "2"))))
                .containsExactly(MultipartFlag.DATA_AFTER);
    }

    @Test
    void flagsLineEndsThatAreNotCrLf() {
        String body = "--bnd\nContent-Disposition: form-data; name=a\n\n1\n--bnd--\n";
        Told told = read(body);
        assertThat(told.arguments).containsExactly("a=1");
        assertThat(told.flags).containsExactly(MultipartFlag.LF_LINE);
        assertThat(read(body.replaceFirst("bnd\n", "bnd\r\n")).flags)
                .contains(MultipartFlag.LF_LINE, MultipartFlag.CRLF_LINE, MultipartFlag.CRLF_LF_LINES);
    }

    @Test
    void doesNotCountLineEndsInsideData() {
        assertThat(flagsOf(read(field("name=a", "1\n2\r3") + "--bnd--\r\n"))).isEmpty();
    }

    @Test
    void flagsFoldingAndJoinsTheLines() {
        Told told = read("--bnd\r\nContent-Disposition: form-data;\r\n\tname=\"a\"\r\n\r\n1\r\n--bnd--\r\n");
        assertThat(told.arguments).containsExactly("a=1");
        assertThat(told.headers).containsExactly("a|Content-Disposition: form-data; name=\"a\"");
        assertThat(flagsOf(told)).containsExactly(MultipartFlag.HEADER_FOLDING);
        assertThat(read("--bnd\r\nContent-Disposition: form-data;\r\n\u000bname=\"a\"\r\n\r\n1\r\n--bnd--\r\n").flags)
                .contains(MultipartFlag.INVALID_HEADER_FOLDING);
    }

    @Test
    void flagsALookalikeBoundaryOnlyWhereARealOneDoesNotFollow() {
        String key = "-----BEGIN CERTIFICATE-----\r\nMII\r\n-----END CERTIFICATE-----";
        assertThat(flagsOf(read(field("name=a", key) + "--bnd--\r\n"))).isEmpty();
        assertThat(flagsOf(read(field("name=a", "1") + "--other--\r\n"))).contains(MultipartFlag.UNMATCHED_BOUNDARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x--bnd\r\ny", "x\r--bnd\r\ny", " --bnd--"})
    void flagsABoundaryInsideALine(String value) {
        Told told = read(field("name=a", value) + "--bnd--\r\n");
        assertThat(told.arguments).containsExactly("a=" + value);
        assertThat(flagsOf(told)).containsExactly(MultipartFlag.UNMATCHED_BOUNDARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--bndx\r\n",
                "--bnd \r\n",
                "--bnd-\r\n",
                "-- bnd\r\n",
                "--\tbnd\r\n",
                "--bnd--x\r\n",
                "--bnd\r\r\n"
            })
    void refusesALineThatSomeTakeForABoundary(String line) {
        assertThat(read(field("name=a", "1") + line + "2\r\n--bnd--\r\n").errors)
                .hasSize(1);
    }

    @Test
    void refusesAQuotedBoundaryInTheBody() {
        Told told =
                read("multipart/form-data; boundary=\"bnd\"", field("name=a", "1") + "--\"bnd\"\r\n\r\n--bnd--\r\n");
        assertThat(told.errors.get(0)).contains("quotes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attachment; name=a",
                "form-data",
                "form-data; ",
                "form-data; name",
                "form-data; name=",
                "form-data; name=\"a",
                "form-data; name=a; name=b",
                "form-data; name=a; filename=x; filename=y",
                "form-data; name=a; size=3",
                "form-data; name=a/b",
                "form-data; name=\"a\"x",
                "form-data x; name=a",
                "form-data; name=a; filename*=x.php",
                "form-data; name=a; filename*=utf-8''%zz",
                "form-data; name=\"a\\"
            })
    void refusesADispositionThatParsersDisagreeAbout(String disposition) {
        Told told = read("--bnd\r\nContent-Disposition: " + disposition + "\r\n\r\n1\r\n--bnd--\r\n");
        assertThat(told.errors).hasSize(1);
        assertThat(told.flags).contains(MultipartFlag.INVALID_PART);
        assertThat(told.arguments).isEmpty();
        assertThat(told.headers).hasSize(1);
    }

    @Test
    void readsNamesInQuotesAndEscapes() {
        assertThat(read(field("NAME=\"a\\\"b\\\\c\\d\"; FileName=\"C:\\dir\\x\"", "1") + "--bnd--\r\n").files)
                .containsExactly("a\"b\\c\\d=C:\\dir\\x:1");
        Told single = read(field("name='a'", "1") + "--bnd--\r\n");
        assertThat(single.arguments).containsExactly("a=1");
        assertThat(flagsOf(single)).containsExactly(MultipartFlag.INVALID_QUOTING);
        assertThat(flagsOf(read(field("name=\"a'b\"", "1") + "--bnd--\r\n")))
                .containsExactly(MultipartFlag.INVALID_QUOTING);
        assertThat(read(field("name=a;", "1") + "--bnd--\r\n").arguments).containsExactly("a=1");
    }

    @Test
    void tellsBothNamesOfAFileThatHasTwo() {
        Told told = read(field("name=a; filename=ok.jpg; filename*=UTF-8''bad%2Ephp", "data") + "--bnd--\r\n");
        assertThat(told.files).containsExactly("a=ok.jpg:data", "a=bad.php:");
        assertThat(told.flags).contains(MultipartFlag.INVALID_PART);
        Told same = read(field("name=a; filename=ok.jpg; filename*=UTF-8''ok.jpg", "data") + "--bnd--\r\n");
        assertThat(same.files).containsExactly("a=ok.jpg:data");
        assertThat(flagsOf(same)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no colon\r\n",
                ": value\r\n",
                " folded: first\r\n",
                "Content-Disposition: form-data; name=a\r\nCONTENT-disposition: form-data; name=b\r\n",
                "Content-Disposition: form-data; name=a\0b\r\n",
                "Content-Type: text/plain\r\n"
            })
    void refusesBrokenPartHeaders(String headers) {
        Told told = read("--bnd\r\n" + headers + "\r\n1\r\n--bnd--\r\n");
        assertThat(told.errors).hasSize(1);
        assertThat(told.arguments).isEmpty();
    }

    @Test
    void readsAHeaderWithSpaceBeforeItsColonAndFlagsIt() {
        Told told = read("--bnd\r\nContent-Disposition : form-data; name=a\r\n\r\n1\r\n--bnd--\r\n");
        assertThat(told.arguments).containsExactly("a=1");
        assertThat(told.flags).contains(MultipartFlag.INVALID_PART);
    }

    @Test
    void saysThatTheEndIsMissingAndTellsTheLastPart() {
        Told told = read(field("name=a", "1") + field("name=b", "2"));
        assertThat(told.arguments).containsExactly("a=1", "b=2\r\n");
        assertThat(told.flags).contains(MultipartFlag.INCOMPLETE);
        assertThat(told.errors.get(0)).contains("final boundary missing");
        assertThat(read("nothing\r\n").errors.get(0)).contains("no boundaries");
        assertThat(read("").errors).isEmpty();
    }

    @Test
    void readsABodyThatTheLimitCutOffAsFarAsItGoes() {
        String body = field("name=a", "1") + field("name=b; filename=f", "23") + "--bnd--\r\n";
        for (int length = 0; length < body.length(); length++) {
            Told told = partial(body.substring(0, length));
            assertThat(told.errors).as(body.substring(0, length)).isEmpty();
        }
        assertThat(partial(body.substring(0, body.indexOf("23") + 1)).files).containsExactly("b=f:2");
    }

    @Test
    void boundsPartsAndFiles() {
        BodyInput input = new BodyInput(TYPE, false, 8, 8, Integer.MAX_VALUE, 3, 1, (byte) '&');
        String file = field("name=f; filename=x", "1");
        assertThat(Told.by("MULTIPART", input, file.repeat(3) + "--bnd--\r\n").flags)
                .contains(MultipartFlag.FILE_LIMIT_EXCEEDED);
        Told told = Told.by("MULTIPART", input, field("name=a", "1").repeat(5) + "--bnd--\r\n");
        assertThat(told.errors.get(0)).contains("more than 3 parts");
        assertThat(told.arguments).hasSize(3);
    }

    @Test
    void boundsHeaderLines() {
        Told told = read("--bnd\r\nX: " + "y".repeat(5000) + "\r\n\r\n1\r\n--bnd--\r\n");
        assertThat(told.errors.get(0)).contains("4096");
        String folded = "--bnd\r\nX: y\r\n" + (" " + "z".repeat(1000) + "\r\n").repeat(6) + "\r\n1\r\n--bnd--\r\n";
        assertThat(read(folded).errors.get(0)).contains("4096");
    }

    @Test
    void stopsWhenTheSinkHasEnough() {
        BodyInput input = BodyInput.DEFAULT.withContentType(TYPE);
        Told told = Told.by("MULTIPART", input, field("name=a", "1").repeat(5), 2);
        assertThat(told.arguments).hasSize(2);
        assertThat(told.errors).isEmpty();
    }
}
