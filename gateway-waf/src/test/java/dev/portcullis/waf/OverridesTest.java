package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tenants and routes change a few things about shared rules. */
class OverridesTest {
    private static final Waf SHARED = Waf.builder()
            .rules("t.conf", """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecDefaultAction "phase:1,pass,log"
            SecDefaultAction "phase:2,pass,log"
            SecRule REQUEST_HEADERS:Content-Type "@beginsWith application/json" \
                "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
            SecRule ARGS|REQUEST_COOKIES "@contains evil" "id:10,phase:2,block,tag:'attack',setvar:tx.score=+5"
            SecRule ARGS_NAMES "@contains odd" "id:11,phase:2,block,tag:'attack',setvar:tx.score=+5"
            SecRule TX:score "@ge %{tx.threshold}" "id:20,phase:2,deny"
            SecAction "id:30,phase:2,pass,nolog,ctl:ruleRemoveById=10"
            """)
            .build()
            .with(Overrides.builder().tx("threshold", 5).build());

    private static Waf with(UnaryOperator<Overrides.Builder> changes) {
        return SHARED.with(changes.apply(Overrides.builder()).build());
    }

    private static Transaction send(Waf waf, String target) {
        return send(waf, target, "application/x-www-form-urlencoded", "");
    }

    private static Transaction send(Waf waf, String target, String type, String body) {
        Transaction transaction = unfinished(waf, target, type, body);
        transaction.finish();
        return transaction;
    }

    private static Transaction unfinished(Waf waf, String target, String type, String body) {
        Transaction transaction = waf.begin();
        transaction.requestLine("POST", target, "HTTP/1.1").requestHeader("Content-Type", type);
        transaction.requestHead();
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        transaction.requestBody(bytes, 0, bytes.length, false);
        return transaction;
    }

    private static boolean refuses(Waf waf, String target) {
        return send(waf, target).interruption().isPresent();
    }

    private static List<Long> rules(List<Match> matches) {
        return matches.stream().map(Match::ruleId).toList();
    }

    @Test
    void theSharedRulesStayAsTheyAre() {
        Waf tolerant = with(o -> o.tx("threshold", 100));
        assertThat(refuses(tolerant, "/?q=evil")).isFalse();
        assertThat(refuses(SHARED, "/?q=evil")).isTrue();
    }

    @Test
    void aRuleIsLeftOut() {
        assertThat(refuses(with(o -> o.remove(RuleSelector.id(10))), "/?q=evil"))
                .isFalse();
        Waf none = with(o -> o.remove(RuleSelector.tag("attack")));
        assertThat(send(none, "/?odd=evil").matches()).isEmpty();
    }

    @Test
    void aTargetIsExcludedForThisNameAloneInAnyCase() {
        Waf waf = with(o -> o.exclude(RuleSelector.id(10), "ARGS:comment"));
        assertThat(refuses(waf, "/?comment=evil")).isFalse();
        assertThat(refuses(waf, "/?COMMENT=evil")).isFalse();
        assertThat(refuses(waf, "/?comment2=evil")).isTrue();
        assertThat(refuses(waf, "/?xcomment=evil")).isTrue();
        assertThat(refuses(waf, "/?comment%0a=evil")).isTrue();
        assertThat(refuses(waf, "/?comment=evil&q=evil")).isTrue();
        assertThat(refuses(SHARED, "/?comment=evil")).isTrue();
    }

    @Test
    void aParameterIsExcludedInQueryAndForm() {
        Waf waf = with(o -> o.excludeParameter(RuleSelector.tag("attack"), "comment"));
        assertThat(send(waf, "/?comment=evil", "application/x-www-form-urlencoded", "comment=evil")
                        .matches())
                .isEmpty();
    }

    @Test
    void aPartOfAJsonBodyIsExcluded() {
        Waf waf = with(o -> o.excludeJson(RuleSelector.id(10), "$.items[*].note"));
        String excluded = "{\"items\":[{\"note\":\"evil\"},{\"note\":\"evil\"}]}";
        assertThat(send(waf, "/", "application/json", excluded).interruption()).isEmpty();
        assertThat(send(SHARED, "/", "application/json", excluded).interruption())
                .isPresent();
        for (String inspected : List.of(
                "{\"items\":[{\"name\":\"evil\"}]}",
                "{\"items\":{\"note\":\"evil\"}}",
                "{\"items\":[{\"note\":{\"deep\":\"evil\"}}]}",
                "{\"other\":[{\"note\":\"evil\"}]}")) {
            assertThat(send(waf, "/", "application/json", inspected).interruption())
                    .as(inspected)
                    .isPresent();
        }
    }

    @Test
    void aRuleOnlyDetects() {
        Waf waf = with(o -> o.detect(RuleSelector.id(20)));
        Transaction transaction = send(waf, "/?q=evil");
        assertThat(transaction.interruption()).isEmpty();
        assertThat(rules(transaction.matches())).containsExactly(10L, 20L);
    }

    @Test
    void aRuleInShadowLeavesNoTrace() {
        Waf waf = with(o -> o.shadow(RuleSelector.id(10)));
        Transaction transaction = unfinished(waf, "/?q=evil", "text/plain", "");
        assertThat(transaction.interruption()).isEmpty();
        assertThat(transaction.matches()).isEmpty();
        assertThat(rules(transaction.shadowMatches())).containsExactly(10L);
        assertThat(transaction.txNumber("score")).isEmpty();
        assertThat(refuses(waf, "/?odd=1")).isTrue();
    }

    @Test
    void aRuleThatSteersOthersCannotRunInShadow() {
        assertThatThrownBy(() -> with(o -> o.shadow(RuleSelector.id(30))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rule 30 steers other rules");
    }

    @Test
    void whatMeansNothingIsAMistake() {
        assertThatThrownBy(() -> with(o -> o.remove(RuleSelector.id(99)))).hasMessage("no rule is meant by rule 99");
        assertThatThrownBy(() -> with(o -> o.remove(RuleSelector.tag("nothing"))))
                .hasMessage("no rule is meant by tag \"nothing\"");
        assertThatThrownBy(() -> with(o -> o.exclude(RuleSelector.id(10), "REQUEST_HEADERS:Host")))
                .hasMessageContaining("does not look at REQUEST_HEADERS:Host");
        assertThatThrownBy(() -> with(o -> o.exclude(RuleSelector.id(10), "ARGZ:a")))
                .hasMessageContaining("unknown variable ARGZ");
        assertThatThrownBy(() -> with(o -> o.excludeJson(RuleSelector.id(10), "items[*]")))
                .hasMessageContaining("$.user.bio");
    }

    @Test
    void overridesAddUp() {
        Waf first = with(o -> o.exclude(RuleSelector.id(10), "ARGS:a"));
        Waf both = first.with(
                Overrides.builder().exclude(RuleSelector.id(10), "ARGS:b").build());
        assertThat(refuses(both, "/?a=evil&b=evil")).isFalse();
        assertThat(refuses(first, "/?a=evil&b=evil")).isTrue();
    }

    @Test
    void whatARuleExcludesAtRunTimeStaysInItsTransaction() {
        Waf waf = Waf.builder()
                .rules("t.conf", """
                SecRuleEngine On
                SecRule ARGS:off "@streq 1" "id:1,phase:1,pass,nolog,ctl:ruleRemoveTargetById=2;ARGS:b"
                SecRule ARGS "@contains evil" "id:2,phase:1,deny"
                """)
                .build()
                .with(Overrides.builder().exclude(RuleSelector.id(2), "ARGS:a").build());
        assertThat(refuses(waf, "/?off=1&a=evil&b=evil")).isFalse();
        assertThat(refuses(waf, "/?a=evil&b=evil")).isTrue();
    }
}
