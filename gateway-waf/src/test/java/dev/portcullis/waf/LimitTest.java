package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes beyond a limit has a declared outcome: refused where rules decide, logged where they only detect. */
class LimitTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    static Stream<Arguments> beyond() {
        return Stream.of(
                Arguments.of("SecRequestBodyLimit 10", "waf.request_body", sent(FORM, "a=12345678&b=1")),
                Arguments.of(
                        "SecRequestBodyNoFilesLimit 10", "waf.request_body_no_files", sent(FORM, "a=12345678&b=1")),
                Arguments.of("SecArgumentsLimit 2", "waf.arguments", sent(FORM, "a=1&b=2&c=3")),
                Arguments.of("SecArgumentsLimit 99999", "waf.arguments", sent(FORM, "a&".repeat(100_000))),
                Arguments.of("SecArgumentsLimit 2", "waf.arguments", (Supplier<Sent>)
                        () -> Sent.get("/?a=1&b=2&c=3").header("Host", "h")),
                Arguments.of("SecRequestBodyJsonDepthLimit 3", "waf.depth", sent("application/json", "[[[[1]]]]")),
                Arguments.of(
                        "SecRequestBodyJsonDepthLimit 500",
                        "waf.depth",
                        sent("application/json", "[".repeat(128 << 10))),
                Arguments.of("SecUploadFileLimit 1", "waf.files", sent("multipart/form-data; boundary=x", files(2))),
                Arguments.of(
                        "SecArgumentsLimit 20000",
                        "waf.parts",
                        sent("multipart/form-data; boundary=x", parts(10_000))));
    }

    private static Supplier<Sent> sent(String type, String body) {
        return () -> Sent.post(type, body);
    }

    private static String files(int count) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append("--x\r\nContent-Disposition: form-data; name=\"f").append(i);
            body.append("\"; filename=\"a.txt\"\r\n\r\nabc\r\n");
        }
        return body.append("--x--\r\n").toString();
    }

    private static String parts(int count) {
        return "--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\na\r\n".repeat(count) + "--x--\r\n";
    }

    private static final String JSON =
            "SecRule REQUEST_HEADERS:Content-Type \"@contains json\" \"id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON\"";

    @ParameterizedTest
    @MethodSource("beyond")
    void refusesWhatGoesBeyondALimitAndSaysWhich(String directive, String code, Supplier<Sent> sent) {
        Transaction transaction = sent.get().through(Sent.rules(directive, JSON));

        Interruption stop = transaction.interruption().orElseThrow();
        assertThat(stop.limit()).isEqualTo(code);
        assertThat(stop.status()).isEqualTo(413);
        assertThat(transaction.limitLogLines())
                .singleElement()
                .asString()
                .contains("[msg \"Limit reached: " + code + "\"]");
    }

    @ParameterizedTest
    @MethodSource("beyond")
    void onlyLogsItInDetectionMode(String directive, String code, Supplier<Sent> sent) {
        Transaction transaction = sent.get().through(Sent.rules("SecRuleEngine DetectionOnly", directive, JSON));

        assertThat(transaction.interruption()).isEmpty();
        assertThat(transaction.limits()).containsExactly(code);
    }

    @Test
    void inspectsTheBeginningOfALargeBodyWhereItMay() {
        Waf waf = Sent.rules(
                "SecRequestBodyLimit 8",
                "SecRequestBodyLimitAction ProcessPartial",
                "SecRule ARGS:b \"@streq 12\" \"id:2,phase:2,pass,log\"",
                "SecRule INBOUND_DATA_ERROR \"@eq 1\" \"id:3,phase:2,pass,log\"",
                "SecRule REQBODY_ERROR \"@eq 0\" \"id:4,phase:2,pass,log\"",
                "SecRule REQUEST_BODY_LENGTH \"@eq 8\" \"id:5,phase:2,pass,log\"");

        Transaction transaction = Sent.post(FORM, "a=1&b=12345&c=1").through(waf);

        assertThat(transaction.interruption()).isEmpty();
        assertThat(Sent.ids(transaction)).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    void doesNotLookAtBodiesThatRulesDoNotWant() {
        Waf waf = Sent.rules(
                "SecRequestBodyAccess Off", "SecRequestBodyLimit 1", "SecRule ARGS \".\" \"id:1,phase:2,deny\"");

        assertThat(Sent.post(FORM, "a=1").through(waf).interruption()).isEmpty();
    }

    @Test
    void refusesOrCutsLargeResponses() {
        String rule = "SecRule RESPONSE_BODY \"@rx ^abcd$\" \"id:1,phase:4,pass,log\"";
        String error = "SecRule OUTBOUND_DATA_ERROR \"@eq 1\" \"id:2,phase:4,pass,log\"";
        Sent sent = Sent.get("/").answered(200, "text/html; charset=utf-8", "abcdefgh");

        Transaction refused = sent.through(Sent.rules("SecResponseBodyLimit 4", rule));
        assertThat(refused.interruption().orElseThrow().limit()).isEqualTo("waf.response_body");
        Transaction cut = sent.through(
                Sent.rules("SecResponseBodyLimit 4", "SecResponseBodyLimitAction ProcessPartial", rule, error));
        assertThat(Sent.ids(cut)).containsExactly(1L, 2L);
    }

    @Test
    void looksOnlyAtResponsesOfTheGivenTypes() {
        Waf waf = Sent.rules(
                "SecResponseBodyMimeType application/json",
                "SecRule RESPONSE_BODY \"@rx secret\" \"id:1,phase:4,deny,status:502\"");

        assertThat(Sent.get("/")
                        .answered(200, "text/html", "secret")
                        .through(waf)
                        .interruption())
                .isEmpty();
        assertThat(Sent.get("/")
                        .answered(200, "Application/JSON;charset=utf-8", "secret")
                        .through(waf)
                        .interruption()
                        .orElseThrow()
                        .status())
                .isEqualTo(502);
    }

    @Test
    void refusesWhenAPatternSpendsItsBudget() {
        Waf waf = Sent.rules(
                "SecPcreMatchLimit 1000",
                "SecRule ARGS \"@rx ^(?=(a+)+$)(a|aa)+\\1b\" \"id:1,phase:2,pass,log\"",
                "SecRule TX:/^MSC_/ \"!@streq 0\" \"id:2,phase:2,pass,log\"");

        // Ends in what every match needs: without it the pattern would not even be tried.
        Transaction transaction = Sent.get("/?q=" + "a".repeat(40) + "cb").through(waf);

        assertThat(transaction.interruption().orElseThrow().limit()).isEqualTo("waf.budget");
        assertThat(transaction.interruption().orElseThrow().status()).isEqualTo(403);
    }
}
