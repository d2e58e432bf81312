package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.RouteFilter;
import dev.portcullis.gateway.RouteTable;
import dev.portcullis.gateway.RuleMatch;
import dev.portcullis.gateway.RuleMatches;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The filter in a gateway: what it refuses, with which status and code, and what it tells. */
class WafFilterTest {
    private static final String SETUP = """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecResponseBodyAccess On
            SecResponseBodyMimeType text/plain
            SecRequestBodyLimit 1000
            SecRequestBodyNoFilesLimit 1000
            SecArgumentsLimit 5
            SecDefaultAction "phase:1,pass,log"
            SecDefaultAction "phase:2,pass,log"
            """;
    private static final String EVIL =
            "SecRule ARGS \"@contains evil\" \"id:7,phase:2,deny,status:500,msg:'Evil',logdata:'%{MATCHED_VAR}'\"\n";

    private final List<Outcome> outcomes = new ArrayList<>();

    private FakeHost host(Waf waf, Mode mode) {
        RouteTable routes = RouteTable.of(List.of(
                Route.builder("stream")
                        .methods("POST")
                        .path("/stream")
                        .body(Route.BodyMode.STREAM)
                        .build(),
                Route.builder("other")
                        .methods("GET", "POST", "HEAD")
                        .path("/{name}")
                        .build()));
        return FakeHost.of(Gateway.builder()
                .add(Stage.AUDIT, exchange -> {
                    exchange.onComplete(outcomes::add);
                    return Decision.CONTINUE;
                })
                .add(Stage.ROUTE, RouteFilter.of(routes))
                .add(Installation.of(Stage.WAF, WafFilter.of(waf)).withMode(mode))
                .build());
    }

    private static Waf waf(String rules) {
        return Waf.builder().rules("t.conf", SETUP + rules).build();
    }

    private FakeExchange send(String rules, FakeRequest request) {
        return host(waf(rules), Mode.ENFORCE).send(request);
    }

    private static FakeRequest form(String target, String body) {
        return FakeRequest.post(target, body).header("Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void refusesARequestWhateverStatusTheRuleNames() {
        FakeExchange refused = send(EVIL, FakeRequest.get("/a?q=evil"));
        assertThat(refused.response().status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("waf.rule");
        assertThat(refused.forwarded()).isFalse();
        assertThat(send(EVIL, FakeRequest.get("/a?q=good")).response().status()).isEqualTo(200);
    }

    @Test
    void tellsWhichRuleMatchedWhereAndHowToExcludeIt() {
        FakeExchange refused = send(EVIL, form("/a", "q=evil"));
        assertThat(refused.rejection().matches().matches()).containsExactly(new RuleMatch(7, "Evil", "ARGS:q", "evil"));
        assertThat(refused.fact(RuleMatches.KEY)).contains(refused.rejection().matches());
        assertThat(refused.rejection().logDetail())
                .contains("rule 7 in phase 2")
                .contains("{rule: 7, target: \"ARGS:q\", route: other}")
                .doesNotContain("evil");
    }

    @Test
    void refusesForTheSumOfWhatRulesFound() {
        String rules = """
                SecRule ARGS "@contains one" "id:1,phase:2,pass,setvar:tx.score=+3"
                SecRule ARGS "@contains two" "id:2,phase:2,pass,setvar:tx.score=+3"
                SecRule TX:score "@ge 5" "id:3,phase:2,deny,msg:'Too much'"
                """;
        assertThat(send(rules, FakeRequest.get("/a?q=one")).response().status()).isEqualTo(200);
        FakeExchange refused = send(rules, FakeRequest.get("/a?q=one+two"));
        assertThat(refused.code()).isEqualTo("waf.score");
        assertThat(refused.rejection().matches().matches())
                .extracting(RuleMatch::rule)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void refusesAResponseAsBad() {
        String rules = "SecRule RESPONSE_BODY \"@contains at com.shop\" \"id:9,phase:4,deny\"\n"
                + "SecRule RESPONSE_HEADERS:X-Debug \"@unconditionalMatch\" \"id:8,phase:3,deny\"";
        FakeHost host = host(waf(rules), Mode.ENFORCE);
        host.answering(FakeResponse.of(200, "text/plain", "boom\n\tat com.shop.Orders"));
        FakeExchange leak = host.send(FakeRequest.get("/a"));
        assertThat(leak.response().status()).isEqualTo(502);
        assertThat(leak.response().text()).doesNotContain("com.shop");
        assertThat(leak.code()).isEqualTo("waf.response_rule");
        host.answering(FakeResponse.text(200, "ok").header("X-Debug", "1"));
        assertThat(host.send(FakeRequest.get("/a")).response().status()).isEqualTo(502);
    }

    @Test
    void aLimitThatIsReachedHasItsOwnCode() {
        FakeExchange refused = send(EVIL, form("/a", "a&b&c&d&e&f"));
        assertThat(refused.response().status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("waf.arguments");
        FakeExchange large = send(EVIL, form("/a", "a=" + "x".repeat(2000)));
        assertThat(large.response().status()).isEqualTo(413);
        assertThat(large.code()).isEqualTo("body.too_large");
    }

    @Test
    void inspectsThePrefixWhereTheRulesSaySoAndTheHandlerGetsAll() {
        String partial = "SecRequestBodyLimitAction ProcessPartial\n" + EVIL;
        String body = "a=" + "x".repeat(2000);
        FakeExchange passed = send(partial, form("/a", body));
        assertThat(passed.response().status()).isEqualTo(200);
        assertThat(passed.handlerBody()).hasSize(body.length());
        assertThat(send(partial, form("/a", "q=evil&" + body)).code()).isEqualTo("waf.rule");
    }

    @Test
    void aStreamIsJudgedByItsHead() {
        String rules = "SecRule REQUEST_HEADERS:X-Evil \"@unconditionalMatch\" \"id:4,phase:2,deny\"\n" + EVIL;
        assertThat(send(rules, form("/stream", "q=evil")).response().status()).isEqualTo(200);
        assertThat(send(rules, form("/stream?q=evil", "")).code()).isEqualTo("waf.rule");
        assertThat(send(rules, form("/stream", "").header("X-Evil", "1")).code())
                .isEqualTo("waf.rule");
    }

    @Test
    void inShadowItRecordsAndRefusesNothing() {
        FakeExchange passed = host(waf(EVIL), Mode.SHADOW).send(FakeRequest.get("/a?q=evil"));
        assertThat(passed.response().status()).isEqualTo(200);
        assertThat(passed.fact(RuleMatches.KEY)).isEmpty();
        assertThat(outcomes)
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.verdicts())
                        .singleElement()
                        .satisfies(verdict -> {
                            assertThat(verdict.mode()).isEqualTo(Mode.SHADOW);
                            assertThat(rules(verdict)).containsExactly(7L);
                        }));
    }

    private static List<Long> rules(FilterVerdict verdict) {
        return verdict.rejection().matches().matches().stream()
                .map(RuleMatch::rule)
                .toList();
    }

    @Test
    void rulesSeeTheVariablesOfTheRoute() {
        String rules = "SecRule ARGS_PATH:name \"@streq x y\" \"id:5,phase:1,deny\"";
        assertThat(send(rules, FakeRequest.get("/x%20y")).code()).isEqualTo("waf.rule");
        assertThat(send(rules, FakeRequest.get("/x")).response().status()).isEqualTo(200);
    }

    @Test
    void listsAsManyMatchesAsWantedAndCountsTheRest() {
        Waf waf = waf("SecRule ARGS \"@contains x\" \"id:1,phase:1,pass,log\"");
        Gateway gateway = Gateway.builder()
                .add(Stage.WAF, WafFilter.of(waf).listingMatches(2))
                .build();
        FakeExchange exchange = FakeHost.of(gateway).send(FakeRequest.get("/?a=x&b=x&c=x&d=x"));
        assertThat(exchange.fact(RuleMatches.KEY)).hasValueSatisfying(matches -> {
            assertThat(matches.matches()).hasSize(2);
            assertThat(matches.omitted()).isEqualTo(2);
        });
    }
}
