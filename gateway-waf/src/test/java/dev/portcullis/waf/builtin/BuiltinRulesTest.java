package dev.portcullis.waf.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.waf.Match;
import dev.portcullis.waf.Transaction;
import dev.portcullis.waf.Waf;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltinRulesTest {
    private static final Waf LEVEL_ONE = level(1);
    private static final Waf LEVEL_THREE = level(3);

    static List<BuiltinCase> attacks() {
        return BuiltinCase.attacks();
    }

    static List<BuiltinCase> benign() {
        return BuiltinCase.benign();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void findsEachAttackByTheRuleMadeForIt(BuiltinCase attack) {
        assertThat(matched(attack.play(LEVEL_THREE))).contains(attack.rule());
    }

    @ParameterizedTest
    @MethodSource("benign")
    void letsThroughWhatPeopleSend(BuiltinCase benign) {
        Transaction t = benign.play(LEVEL_ONE);

        assertThat(t.interruption()).as(() -> t.matches().toString()).isEmpty();
    }

    @Test
    void tellsOfEachRuleWhatItIsAndWhy() {
        for (BuiltinRule rule : BuiltinRule.all()) {
            assertThat(rule.why()).as("rationale of " + rule.id()).isNotBlank().endsWith(".");
            assertThat(rule.message()).as("message of " + rule.id()).isNotBlank();
            assertThat(rule.severity()).as("severity of " + rule.id()).isIn("CRITICAL", "ERROR", "WARNING", "NOTICE");
            assertThat(rule.level()).as("level of " + rule.id()).isBetween(1, 3);
            for (String prefix : List.of("attack-", "OWASP-TOP-10/", "OWASP-API/", "CWE-", "CAPEC-")) {
                assertThat(rule.tag(prefix)).as(prefix + " of " + rule.id()).isPresent();
            }
        }
    }

    @Test
    void hasAnAttackForEachRule() {
        Set<Integer> tried =
                BuiltinCase.attacks().stream().map(BuiltinCase::rule).collect(Collectors.toSet());

        assertThat(BuiltinRule.all()).extracting(BuiltinRule::id).isNotEmpty().allMatch(tried::contains);
    }

    @Test
    void refusesAtLevelOneWhatACriticalRuleOfLevelOneFinds() {
        Set<Integer> critical = BuiltinRule.all().stream()
                .filter(rule -> rule.level() == 1 && rule.severity().equals("CRITICAL"))
                .map(BuiltinRule::id)
                .collect(Collectors.toSet());

        assertThat(BuiltinCase.attacks())
                .filteredOn(attack -> critical.contains(attack.rule()))
                .isNotEmpty()
                .allMatch(attack -> attack.play(LEVEL_ONE).interruption().isPresent());
    }

    private static Set<Integer> matched(Transaction t) {
        return t.matches().stream().map(BuiltinRulesTest::id).collect(Collectors.toSet());
    }

    private static int id(Match match) {
        return Math.toIntExact(match.ruleId());
    }

    static Waf level(int level) {
        return Waf.builder().rules("setup", """
                        SecRuleEngine On
                        SecRequestBodyAccess On
                        SecResponseBodyAccess On
                        SecResponseBodyMimeType text/html text/plain application/json
                        SecRule REQUEST_HEADERS:Content-Type "@rx ^application/json" \
                        "id:1,phase:1,pass,nolog,t:none,t:lowercase,ctl:requestBodyProcessor=JSON"
                        SecAction "id:3,phase:1,pass,nolog,setvar:tx.blocking_paranoia_level=%d"
                        """.formatted(level)).builtinRules().build();
    }
}
