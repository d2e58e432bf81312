package dev.portcullis.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    private static final BodyInput PARTIAL = new BodyInput("", true, 8, 8, Integer.MAX_VALUE, 8, 8, (byte) '&');

    private static Told read(String body) {
        return Told.by("JSON", BodyInput.DEFAULT, body);
    }

    @Test
    void namesLeavesByTheirPath() {
        Told told =
                read(" {\"a\": {\"b\": 1, \"c\": [true, \"x\", [null], {\"d\": -1.5e+3}]}, \"e\": {}, \"f\": []}\n");
        assertThat(told.arguments)
                .containsExactly(
                        "json.a.b=1",
                        "json.a.c.array_0=true",
                        "json.a.c.array_1=x",
                        "json.a.c.array_2.array_0=",
                        "json.a.c.array_3.d=-1.5e+3");
        assertThat(told.errors).isEmpty();
    }

    @Test
    void namesLeavesOfOtherRootsAndOfEmptyKeys() {
        assertThat(read("[1,[2]]").arguments).containsExactly("json.array_0=1", "json.array_1.array_0=2");
        assertThat(read("\"x\"").arguments).containsExactly("json=x");
        assertThat(read("{\"\": 1, \"b\": {\"\": 2}}").arguments)
                .containsExactly("json.empty-key=1", "json.b.empty-key=2");
    }

    @Test
    void tellsBothOfTwoEqualKeys() {
        assertThat(read("{\"a\":\"ok\",\"a\":\"bad\",\"\\u0061\":\"worse\"}").arguments)
                .containsExactly("json.a=ok", "json.a=bad", "json.a=worse");
    }

    @Test
    void decodesEscapes() {
        assertThat(read("[\"\\u003cscript\\u003E \\\"\\\\\\/\\b\\f\\n\\r\\t\"]").arguments)
                .containsExactly("json.array_0=<script> \"\\/\b\f\n\r\t");
        assertThat(read("[\"\\u00e9\\u20ac\\ud83d\\ude00\"]").arguments)
                .containsExactly("json.array_0=\u00c3\u00a9\u00e2\u0082\u00ac\u00f0\u009f\u0098\u0080");
    }

    @Test
    void replacesHalvesOfSurrogatePairs() {
        String replacement = "\u00ef\u00bf\u00bd";
        assertThat(read("[\"\\ud83dx\\ude00\\ud83d\\u0041\"]").arguments)
                .containsExactly("json.array_0=" + replacement + "x" + replacement + replacement + "A");
    }

    @Test
    void passesOverAByteOrderMark() {
        assertThat(read("\u00ef\u00bb\u00bf[1]").arguments).containsExactly("json.array_0=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "[1,]",
                "[,1]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[01]",
                "[1.]",
                "[.5]",
                "[1e]",
                "[+1]",
                "[-]",
                "[NaN]",
                "[nul]",
                "[truex]",
                "[1] x",
                "[1][2]",
                "[1}",
                "{\"a\":1]",
                "[\"a]",
                "[\"a\nb\"]",
                "[\"a\\\nb\"]",
                "[\"\\x41\"]",
                "[\"\\u00zz\"]",
                "[\"\\u12",
                "// x\n[1]",
                "[1 /* x */]",
                "\0[1]",
                "[\"\u00ff\"]",
                "[\"\u00c0\u00af\"]",
                "[\"\u00ed\u00a0\u0080\"]"
            })
    void saysWhatIsNoJson(String body) {
        Told told = read(body);
        assertThat(told.errors).hasSize(1);
        assertThat(told.errors.get(0)).startsWith("JSON parsing error: ").doesNotContain("x41");
    }

    @Test
    void keepsWhatWasToldBeforeTheMistake() {
        assertThat(read("{\"a\":\"<script>\",b:1}").arguments).containsExactly("json.a=<script>");
        assertThat(read("[\"\u00ff<script>\"]").arguments).containsExactly("json.array_0=\u00ff<script>");
    }

    @Test
    void refusesToGoDeeperThanAllowed() {
        BodyInput input = new BodyInput("", false, 3, 1, Integer.MAX_VALUE, 1, 1, (byte) '&');
        assertThat(Told.by("JSON", input, "[[[1]]]").errors).isEmpty();
        Told told = Told.by("JSON", input, "[0,{\"a\":[[1]]}]");
        assertThat(told.arguments).containsExactly("json.array_0=0");
        assertThat(told.errors.get(0)).contains("deeper than 3");
    }

    @Test
    void readsABodyThatTheLimitCutOffAsFarAsItGoes() {
        String body = "{\"a\":1,\"b\":[true,\"x\\u0041 union\",12.5]}";
        for (int length = 0; length < body.length(); length++) {
            assertThat(Told.by("JSON", PARTIAL, body.substring(0, length)).errors)
                    .as(body.substring(0, length))
                    .isEmpty();
        }
        assertThat(Told.by("JSON", PARTIAL, "{\"a\":\"1 union sel").arguments).containsExactly("json.a=1 union sel");
        assertThat(Told.by("JSON", PARTIAL, "[tr").arguments).containsExactly("json.array_0=tr");
        assertThat(Told.by("JSON", PARTIAL, "[1,}").errors).hasSize(1);
    }

    @Test
    void stopsWhenTheSinkHasEnough() {
        Told told = Told.by("JSON", BodyInput.DEFAULT, "[1,2,3,x", 2);
        assertThat(told.arguments).hasSize(2);
        assertThat(told.errors).isEmpty();
    }

    @Test
    @Timeout(30)
    void survivesDepthWithoutAStack() {
        BodyInput deep = new BodyInput("", false, 1 << 20, 1, Integer.MAX_VALUE, 1, 1, (byte) '&');
        String body = "[".repeat(1 << 19) + "]".repeat(1 << 19);
        assertThat(Told.by("JSON", deep, body).errors).isEmpty();
    }

    /** A long key over many leaves would make names of the square of the body's length. */
    @Test
    @Timeout(30)
    void boundsTheNamesInAll() {
        String body = "{\"" + "k".repeat(1 << 18) + "\":[" + "1,".repeat(1 << 17) + "1]}";
        Told told = Told.by("JSON", BodyInput.DEFAULT, body);
        assertThat(told.errors.get(0)).contains("too long in all");
        assertThat(told.bytes).isLessThan((1 << 20) + 20L * body.length());
    }
}
