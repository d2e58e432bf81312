package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    /** The values that a rule of this phase sees, as {@code NAME=value}. */
    private static List<String> seen(String variable, int phase, Sent sent, UnaryOperator<WafBuilder> with) {
        Waf waf = with.apply(Sent.builder(
                        "SecRule REQUEST_HEADERS:Content-Type \"@contains json\" \"id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON\"",
                        "SecRule REQUEST_HEADERS:Content-Type \"@contains xml\" \"id:2,phase:1,pass,nolog,ctl:requestBodyProcessor=XML\"",
                        "SecRule " + variable + " \"@unconditionalMatch\" \"id:3,phase:" + phase
                                + ",pass,log,logdata:'%{MATCHED_VAR_NAME}=%{MATCHED_VAR}'\""))
                .build();
        Transaction transaction = sent.through(waf);
        return java.util.stream.Stream.concat(transaction.matches().stream(), transaction.furtherMatches().stream())
                .map(Match::data)
                .toList();
    }

    private static List<String> seen(String variable, int phase, Sent sent) {
        return seen(variable, phase, sent, builder -> builder);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b%2e.php?x=1&y=%41, /a/b%2e.php?x=1&y=%41, /a/b..php, b..php, x=1&y=%41",
        "http://h.example:80/p/q?z, /p/q?z, /p/q, q, z",
        "http://h.example?z, ?z, '', '', z",
        "*, *, *, *, ''",
        "/a?b?c, /a?b?c, /a, a, b?c",
        "/%3fx?y, /%3fx?y, /?x, ?x, y",
        "/dir/, /dir/, /dir/, '', ''"
    })
    void takesTheTargetApart(String target, String uri, String file, String base, String query) {
        Sent sent = Sent.get(target);
        assertThat(seen("REQUEST_URI_RAW", 1, sent)).containsExactly("REQUEST_URI_RAW=" + target);
        assertThat(seen("REQUEST_URI", 1, sent)).containsExactly("REQUEST_URI=" + uri);
        assertThat(seen("REQUEST_FILENAME", 1, sent)).containsExactly("REQUEST_FILENAME=" + file);
        assertThat(seen("REQUEST_BASENAME", 1, sent)).containsExactly("REQUEST_BASENAME=" + base);
        assertThat(seen("QUERY_STRING", 1, sent)).containsExactly("QUERY_STRING=" + query);
        assertThat(seen("REQUEST_LINE", 1, sent)).containsExactly("REQUEST_LINE=GET " + target + " HTTP/1.1");
    }

    @Test
    void readsArgumentsOfQueryAndBodyInOrder() {
        Sent sent = Sent.post(FORM, "b=2+3&c&=e");
        Sent both =
                Sent.request("POST", "/?a=%31&b=x").header("Content-Type", FORM).body("b=2+3&c&=e");

        assertThat(seen("ARGS", 2, both)).containsExactly("ARGS:a=1", "ARGS:b=x", "ARGS:b=2 3", "ARGS:c=", "ARGS=e");
        assertThat(seen("ARGS_NAMES", 2, both))
                .containsExactly("ARGS_NAMES:a=a", "ARGS_NAMES:b=b", "ARGS_NAMES:b=b", "ARGS_NAMES:c=c", "ARGS_NAMES=");
        assertThat(seen("ARGS", 1, both)).containsExactly("ARGS:a=1", "ARGS:b=x");
        assertThat(seen("ARGS_POST", 2, both)).hasSize(3);
        assertThat(seen("ARGS_POST_NAMES:B", 2, sent)).containsExactly("ARGS_POST_NAMES:b=b");
        assertThat(seen("ARGS_COMBINED_SIZE", 2, both)).containsExactly("ARGS_COMBINED_SIZE=10");
        assertThat(seen("REQUEST_BODY", 2, both)).containsExactly("REQUEST_BODY=b=2+3&c&=e");
        assertThat(seen("REQUEST_BODY_LENGTH", 2, both)).containsExactly("REQUEST_BODY_LENGTH=10");
        assertThat(seen("REQBODY_PROCESSOR", 1, both)).containsExactly("REQBODY_PROCESSOR=URLENCODED");
        assertThat(seen("FULL_REQUEST_LENGTH", 2, both)).containsExactly("FULL_REQUEST_LENGTH=88");
        assertThat(seen("FULL_REQUEST", 2, both))
                .containsExactly(
                        "FULL_REQUEST=POST /?a=%31&b=x HTTP/1.1\r\nContent-Type: " + FORM + "\r\n\r\nb=2+3&c&=e");
    }

    @Test
    void readsCookiesAsLenientlyAsServersDo() {
        Sent sent = Sent.get("/").header("Cookie", "a=1; b; =c;;d=x=y ").header("cookie", "a=2");

        assertThat(seen("REQUEST_COOKIES", 1, sent))
                .containsExactly(
                        "REQUEST_COOKIES:a=1",
                        "REQUEST_COOKIES:b=",
                        "REQUEST_COOKIES=c",
                        "REQUEST_COOKIES:d=x=y ",
                        "REQUEST_COOKIES:a=2");
        assertThat(seen("REQUEST_COOKIES_NAMES:/^[AB]$/", 1, sent)).hasSize(3);
    }

    @Test
    void knowsTheEndsOfTheConnectionAndTheUser() {
        Sent sent = Sent.get("/").header("Host", "[::1]:8443").header("Authorization", "Basic amFuZTpzZWNyZXQ=");

        assertThat(seen("REMOTE_ADDR|REMOTE_PORT|SERVER_ADDR|SERVER_PORT|SERVER_NAME|AUTH_TYPE|REMOTE_USER", 1, sent))
                .containsExactly(
                        "REMOTE_ADDR=192.0.2.1",
                        "REMOTE_PORT=4711",
                        "SERVER_ADDR=198.51.100.1",
                        "SERVER_PORT=443",
                        "SERVER_NAME=[::1]",
                        "AUTH_TYPE=Basic",
                        "REMOTE_USER=jane");
    }

    @Test
    void readsTheTimeFromTheClockItIsGiven() {
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T04:05:06Z"), ZoneOffset.UTC);

        assertThat(seen(
                        "TIME|TIME_DAY|TIME_EPOCH|TIME_HOUR|TIME_MIN|TIME_MON|TIME_SEC|TIME_WDAY|TIME_YEAR",
                        1,
                        Sent.get("/"),
                        builder -> builder.clock(clock)))
                .containsExactly(
                        "TIME=04:05:06",
                        "TIME_DAY=1",
                        "TIME_EPOCH=1772337906",
                        "TIME_HOUR=4",
                        "TIME_MIN=5",
                        "TIME_MON=2",
                        "TIME_SEC=6",
                        "TIME_WDAY=0",
                        "TIME_YEAR=2026");
    }

    @Test
    void readsFilesAndPartHeadersOfMultipartBodies() {
        String body = """
                --x\r
                Content-Disposition: form-data; name="t"\r
                \r
                text\r
                --x\r
                Content-Disposition: form-data; name="f"; filename="a.txt"\r
                Content-Type: text/plain\r
                \r
                content\r
                --x--\r
                """;
        Sent sent = Sent.post("multipart/form-data; boundary=x", body);

        assertThat(seen("ARGS|FILES|FILES_NAMES|FILES_SIZES|FILES_COMBINED_SIZE|FILES_TMP_CONTENT", 2, sent))
                .containsExactly(
                        "ARGS:t=text",
                        "FILES:f=a.txt",
                        "FILES_NAMES:f=f",
                        "FILES_SIZES:f=7",
                        "FILES_COMBINED_SIZE=7",
                        "FILES_TMP_CONTENT:f=content");
        assertThat(seen("MULTIPART_NAME|MULTIPART_FILENAME", 2, sent))
                .containsExactly("MULTIPART_NAME:t=t", "MULTIPART_NAME:f=f", "MULTIPART_FILENAME:f=a.txt");
        assertThat(seen("MULTIPART_PART_HEADERS:f", 2, sent))
                .containsExactly(
                        "MULTIPART_PART_HEADERS:f=Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"",
                        "MULTIPART_PART_HEADERS:f=Content-Type: text/plain");
        assertThat(seen("MULTIPART_STRICT_ERROR|MULTIPART_UNMATCHED_BOUNDARY|REQBODY_ERROR", 2, sent))
                .containsExactly("MULTIPART_STRICT_ERROR=0", "MULTIPART_UNMATCHED_BOUNDARY=0", "REQBODY_ERROR=0");
        assertThat(seen("REQUEST_BODY", 2, sent)).isEmpty();
    }

    @Test
    void showsThatAMultipartBodyIsNotAsItShouldBe() {
        Sent sent = Sent.post(
                "multipart/form-data; boundary=x", "junk\n--x\nContent-Disposition: form-data; name=a\n\nb\n");

        assertThat(seen("MULTIPART_STRICT_ERROR|MULTIPART_DATA_BEFORE|MULTIPART_LF_LINE|REQBODY_ERROR", 2, sent))
                .containsExactly(
                        "MULTIPART_STRICT_ERROR=1",
                        "MULTIPART_DATA_BEFORE=1",
                        "MULTIPART_LF_LINE=1",
                        "REQBODY_ERROR=1");
    }

    @Test
    void readsJsonAndXml() {
        assertThat(seen("ARGS", 2, Sent.post("application/json", "{\"a\":{\"b\":[1,\"x\"]}}")))
                .containsExactly("ARGS:json.a.b.array_0=1", "ARGS:json.a.b.array_1=x");
        assertThat(seen("XML:/*|XML://@*", 2, Sent.post("text/xml", "<a b='c'>d<e>f</e></a>")))
                .containsExactly("XML:/*=d", "XML:/*=f", "XML://@*=c");
        assertThat(seen("REQBODY_ERROR|REQBODY_PROCESSOR_ERROR", 2, Sent.post("application/json", "{\"a\":")))
                .containsExactly("REQBODY_ERROR=1", "REQBODY_PROCESSOR_ERROR=1");
        assertThat(seen("REQBODY_ERROR_MSG", 2, Sent.post("application/json", "{\"a\":"))
                        .get(0))
                .startsWith("REQBODY_ERROR_MSG=JSON parsing error: ");
    }

    @Test
    void seesTheResponse() {
        Sent sent = Sent.get("/").answered(404, "text/html", "gone").responseHeader("Server", "s");

        assertThat(seen("RESPONSE_STATUS|RESPONSE_PROTOCOL|STATUS_LINE|RESPONSE_CONTENT_TYPE", 3, sent))
                .containsExactly(
                        "RESPONSE_STATUS=404",
                        "RESPONSE_PROTOCOL=HTTP/1.1",
                        "STATUS_LINE=HTTP/1.1 404",
                        "RESPONSE_CONTENT_TYPE=text/html");
        assertThat(seen("RESPONSE_HEADERS:server|RESPONSE_HEADERS_NAMES", 3, sent))
                .containsExactly(
                        "RESPONSE_HEADERS:Server=s",
                        "RESPONSE_HEADERS_NAMES:Content-Type=Content-Type",
                        "RESPONSE_HEADERS_NAMES:Server=Server");
        assertThat(seen("RESPONSE_BODY|RESPONSE_CONTENT_LENGTH", 4, sent))
                .containsExactly("RESPONSE_BODY=gone", "RESPONSE_CONTENT_LENGTH=4");
    }

    @Test
    void takesTheEnvironmentFromTheApplicationAlone() {
        assertThat(seen("ENV:PATH", 1, Sent.get("/"))).isEmpty();
        assertThat(seen("ENV:PATH", 1, Sent.get("/"), builder -> builder.environment(Map.of("path", "x"))))
                .containsExactly("ENV:path=x");
    }

    @Test
    void givesEachTransactionAnIdUnlessTheHostDoes() {
        assertThat(seen("UNIQUE_ID", 1, Sent.get("/"), builder -> builder.ids(() -> "made")))
                .containsExactly("UNIQUE_ID=made");
        Waf waf = Sent.rules("SecRule UNIQUE_ID \"@streq given\" \"id:1,phase:1,pass,log\"");
        assertThat(Sent.ids(Sent.get("/").through(waf, transaction -> transaction.id("given"))))
                .containsExactly(1L);
    }

    @Test
    void forcesTheBodyToBeSeenWhereNoProcessorIs() {
        Sent sent = Sent.post("application/octet-stream", "raw");
        assertThat(seen("REQUEST_BODY", 2, sent)).isEmpty();

        Waf waf = Sent.rules(
                "SecRule REQBODY_PROCESSOR \"!@rx (?:URLENCODED|MULTIPART|XML|JSON)\" \"id:1,phase:1,pass,nolog,ctl:forceRequestBodyVariable=On\"",
                "SecRule REQUEST_BODY \"@streq raw\" \"id:2,phase:2,pass,log\"");
        assertThat(Sent.ids(sent.through(waf))).containsExactly(2L);
    }
}
