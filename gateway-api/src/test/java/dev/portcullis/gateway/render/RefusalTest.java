package dev.portcullis.gateway.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Problem;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.host.Step;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {
    private static final Rejection FORBIDDEN = Rejection.of(Reason.FORBIDDEN, "authz.no_role", "hidden");

    private static String text(Refusal refusal) {
        return new String(refusal.body(), UTF_8);
    }

    @Test
    void writesProblemDetails() {
        Refusal refusal = Refusal.of(FORBIDDEN, "GET", "HTTP/1.1", Headers.EMPTY, "abc");
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(text(refusal))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"The request is not permitted\",\"status\":403,"
                        + "\"requestId\":\"abc\"}");
        assertThat(refusal.complete(Headers.EMPTY))
                .isEqualTo(Headers.of(
                        "Content-Type", "application/problem+json",
                        "Content-Length", Integer.toString(refusal.body().length),
                        "Cache-Control", "no-store",
                        "X-Request-Id", "abc"));
    }

    @Test
    void writesTheProblemsOwnTypeAndMembersInAFixedOrder() {
        Map<String, List<String>> members = new LinkedHashMap<>();
        members.put("z", List.of("</script>\"\\\n\u007f"));
        members.put("violated-policies", List.of("a", "b\ud800"));
        members.put("status", List.of("200"));
        Refusal refusal = Refusal.of(
                FORBIDDEN.withProblem(new Problem("https://errors.example/quota", members)),
                "GET",
                "HTTP/1.1",
                Headers.EMPTY,
                "abc");
        assertThat(text(refusal))
                .isEqualTo("{\"type\":\"https://errors.example/quota\",\"title\":\"The request is not permitted\","
                        + "\"status\":403,\"requestId\":\"abc\",\"violated-policies\":[\"a\",\"b\\ud800\"],"
                        + "\"z\":[\"\\u003c/script\\u003e\\\"\\\\\\u000a\\u007f\"]}");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void carriesTheStatusAndWordsOfEveryReasonAndNothingElse(Reason reason) {
        for (String accept : List.of("application/json", "text/html")) {
            Refusal refusal = Refusal.of(
                    Rejection.of(reason, "secret.code", "secret detail"),
                    "GET",
                    "HTTP/1.1",
                    Headers.of("Accept", accept),
                    "abc");
            assertThat(refusal.status()).isEqualTo(reason.status());
            assertThat(text(refusal)).contains(reason.title(), "abc").doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html|true",
                "TEXT/HTML|true",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|true",
                "text/html;q=0.8, application/json;q=0.7|true",
                "text/html, */*|true",
                "application/json;q=0.5, text/html;q=0.501|true",
                "*/*|false",
                "text/*|false",
                "application/json|false",
                "application/json, text/html|false",
                "text/html;q=0.7, application/problem+json|false",
                "text/html;q=0|false",
                "text/html;q=0.5, */*|false",
                "text/html;q=0.5, application/*;q=0.6|false",
                "text/html;q=9|false",
                "text/html;q=x|false",
                "text/html;q=1.001|false",
                "text/html;level=1;q=0.4, application/json;q=0.3|true",
                "application/xhtml+xml|false",
                "''|false"
            })
    void sendsHtmlOnlyWhereItIsNamedAndPreferred(String accept, boolean html) {
        Refusal refusal = Refusal.of(FORBIDDEN, "GET", "HTTP/1.1", Headers.of("Accept", accept), "abc");
        assertThat(refusal.complete(Headers.EMPTY).first("Content-Type").orElse(""))
                .isEqualTo(html ? "text/html; charset=utf-8" : "application/problem+json");
    }

    @Test
    void readsAcceptOverSeveralLines() {
        Headers accept = Headers.of("Accept", "text/html;q=0.5", "Accept", "application/json");
        assertThat(Accept.prefersHtml(accept)).isFalse();
    }

    @Test
    void givesHeadTheLengthOfGetAndNoContent() {
        Refusal get = Refusal.of(FORBIDDEN, "GET", "HTTP/1.1", Headers.EMPTY, "abc");
        Refusal head = Refusal.of(FORBIDDEN, "HEAD", "HTTP/1.1", Headers.EMPTY, "abc");
        assertThat(head.body()).isEmpty();
        assertThat(head.complete(Headers.EMPTY)).isEqualTo(get.complete(Headers.EMPTY));
    }

    @Test
    void challengesWhereverItSays401() {
        Rejection rejection = Rejection.of(Reason.UNAUTHENTICATED, "auth.missing", "");
        Refusal refusal = Refusal.of(rejection, "GET", "HTTP/1.1", Headers.EMPTY, "abc");
        assertThat(refusal.complete(Headers.EMPTY).all("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(refusal.complete(Headers.of("WWW-Authenticate", "Bearer realm=\"x\""))
                        .all("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"x\"");
    }

    @Test
    void keepsTheRejectionsFieldsButNotThoseThatDescribeOtherContent() {
        Headers own =
                Headers.of("Retry-After", "7", "Allow", "GET", "content-type", "text/evil", "Cache-Control", "public");
        Headers all =
                Refusal.of(FORBIDDEN, "GET", "HTTP/1.1", Headers.EMPTY, "abc").complete(own);
        assertThat(all.first("Retry-After")).contains("7");
        assertThat(all.first("Allow")).contains("GET");
        assertThat(all.all("Content-Type")).containsExactly("application/problem+json");
        assertThat(all.all("Cache-Control")).containsExactly("no-store");
    }

    @ParameterizedTest
    @CsvSource({
        "application/grpc,true",
        "application/grpc+proto,true",
        "Application/GRPC;a=b,true",
        "application/grpc-web,false",
        "application/grpcx,false",
        "application/json,false"
    })
    void answersGrpcCallsInTheirOwnTerms(String type, boolean grpc) {
        Refusal refusal = Refusal.of(FORBIDDEN, "POST", "HTTP/2", Headers.of("Content-Type", type), "abc");
        Headers fields = refusal.complete(Headers.EMPTY);
        assertThat(refusal.status()).isEqualTo(grpc ? 200 : 403);
        assertThat(fields.contains("grpc-status")).isEqualTo(grpc);
        if (grpc) {
            assertThat(fields.first("grpc-status")).contains("7");
            assertThat(fields.first("grpc-message")).contains("The request is not permitted");
            assertThat(fields.first("Content-Type")).contains("application/grpc");
            assertThat(refusal.body()).isEmpty();
        }
    }

    @Test
    void aGrpcCallOverHttp1IsNoneAndGetsAStatus() {
        Headers request = Headers.of("Content-Type", "application/grpc");
        Refusal refusal = Refusal.of(FORBIDDEN, "POST", "HTTP/1.1", request, "abc");
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.complete(Headers.EMPTY).contains("grpc-status")).isFalse();
    }

    @Test
    void encodesAGrpcMessage() {
        assertThat(GrpcStatus.message("50% of ä\n")).isEqualTo("50%25 of %C3%A4%0A");
    }

    @Test
    void sendsNoFieldOfARejectionThatCouldSplitTheHead() {
        Rejection rejection = new Rejection(
                Reason.FORBIDDEN,
                "a.b",
                "",
                Headers.of("X", "1\r\nSet-Cookie: a=b", "Bad Name", "1", "Content-Length", "0", "Y", "2"));
        Gateway gateway = Gateway.builder()
                .add(Stage.CUSTOM, x -> Decision.reject(rejection))
                .build();
        Step.Reply reply = (Step.Reply)
                FakeHost.of(gateway).send(FakeRequest.get("/")).steps().get(0);
        assertThat(reply.headers().contains("X")).isFalse();
        assertThat(reply.headers().contains("Bad Name")).isFalse();
        assertThat(reply.headers().first("Y")).contains("2");
        assertThat(reply.headers().all("Content-Length")).containsExactly(Integer.toString(reply.body().length));
    }
}
