package dev.portcullis.waf;

import static dev.portcullis.waf.Sent.ids;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleMatchTest {
    private static final Sent TWO = Sent.get("/").header("X-A", "one").header("x-b", "two");

    @Test
    void runsTheActionsOfALinkThoughTheChainFails() {
        Waf waf = Sent.rules(
                "SecRule REQUEST_METHOD \"@streq GET\" \"id:1,phase:1,deny,log,chain,setvar:tx.first=7\"",
                "SecRule REQUEST_METHOD \"@streq PUT\" \"setvar:tx.second=8\"");

        Transaction transaction = TWO.unfinished(waf);

        assertThat(transaction.interruption()).isEmpty();
        assertThat(transaction.matches()).isEmpty();
        assertThat(transaction.txNumber("FIRST")).hasValue(7);
        assertThat(transaction.txNumber("second")).isEmpty();
    }

    @Test
    void logsAChainOnceItIsCompleteWithTheWordsOfItsFirstRule() {
        Waf waf = Sent.rules(
                "SecRule REQUEST_HEADERS:X-A \"@rx o(n)\" \"id:1,phase:1,pass,log,capture,chain,"
                        + "msg:'m %{TX.1}',logdata:'%{TX.0} in %{MATCHED_VAR_NAME}: %{MATCHED_VAR}',tag:'t/%{REQUEST_METHOD}'\"",
                "SecRule REQUEST_HEADERS:X-B \"@rx w\" \"t:none\"");

        Match match = TWO.through(waf).matches().get(0);

        assertThat(match.ruleId()).isEqualTo(1);
        assertThat(match.message()).isEqualTo("m n");
        assertThat(match.data()).isEqualTo("on in REQUEST_HEADERS:x-b: two");
        assertThat(match.tags()).containsExactly("t/GET");
        assertThat(match.value()).isEqualTo("two".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void matchesEachValueAndAddsUpScores() {
        Waf waf = Sent.rules(
                "SecAction \"id:1,phase:1,pass,nolog,setvar:tx.critical=5\"",
                "SecRule REQUEST_HEADERS \"@rx ^(?:one|two)$\" \"id:2,phase:1,pass,log,"
                        + "setvar:'tx.score=+%{tx.critical}',setvar:tx.last=%{MATCHED_VAR_NAME},setvar:tx.down=-2\"",
                "SecRule TX:score \"@ge 10\" \"id:3,phase:2,deny,log,msg:'Total %{tx.score}'\"");

        Transaction transaction = TWO.unfinished(waf);

        assertThat(ids(transaction)).containsExactly(2L, 3L);
        assertThat(transaction.furtherMatches()).extracting(Match::variable).containsExactly("REQUEST_HEADERS:x-b");
        assertThat(transaction.matches().get(1).message()).isEqualTo("Total 10");
        assertThat(transaction.txNumber("down")).hasValue(-4);
    }

    @Test
    void keepsTheValuesThatEarlierLinksMatched() {
        Waf waf = Sent.rules(
                "SecRule REQUEST_HEADERS \"@rx ^(?:one|two)$\" \"id:1,phase:1,pass,nolog,t:uppercase,t:lowercase,chain\"",
                "SecRule MATCHED_VARS \"@streq two\" \"chain,setvar:tx.name=%{MATCHED_VAR_NAME}\"",
                "SecRule MATCHED_VARS_NAMES \"@rx ^request_headers:(x-a)$\" \"capture,t:lowercase,setvar:tx.hit=%{tx.1}\"",
                "SecRule TX:hit \"@streq x-a\" \"id:2,phase:1,pass,log\"");

        assertThat(ids(TWO.through(waf))).containsExactly(2L);
    }

    @Test
    void asksAfterEachStepThatChangesTheValue() {
        Waf waf = Sent.rules("SecRule REQUEST_HEADERS:X-A \"@rx ^(?:AB|ab|6162)$\" \"id:1,phase:1,pass,log,multiMatch,"
                + "t:lowercase,t:trim,t:hexEncode\"");

        Transaction transaction = Sent.get("/").header("X-A", "AB").through(waf);

        assertThat(transaction.matches()).hasSize(1);
        assertThat(transaction.furtherMatches()).hasSize(2);
    }

    @Test
    void forgetsGroupsThatTheLastMatchDidNotFill() {
        Waf waf = Sent.rules(
                "SecRule REQUEST_HEADERS:X-A \"@rx (o)(n)(e)\" \"id:1,phase:1,pass,nolog,capture\"",
                "SecRule REQUEST_HEADERS:X-B \"@rx (t)\" \"id:2,phase:1,pass,log,capture,msg:'%{tx.0}%{tx.1}%{tx.2}.'\"",
                "SecRule &TX:3 \"@eq 0\" \"id:3,phase:1,pass,log\"");

        Transaction transaction = TWO.through(waf);

        assertThat(ids(transaction)).containsExactly(2L, 3L);
        assertThat(transaction.matches().get(0).message()).isEqualTo("tt.");
    }

    @Test
    void countsValuesAndLeavesOutExcludedOnes() {
        Waf waf = Sent.rules(
                "SecRule &REQUEST_HEADERS \"@eq 2\" \"id:1,phase:1,pass,log\"",
                "SecRule &REQUEST_HEADERS:x-A \"@eq 1\" \"id:2,phase:1,pass,log\"",
                "SecRule &REQUEST_HEADERS:/^x-/ \"@eq 2\" \"id:3,phase:1,pass,log\"",
                "SecRule &REQUEST_HEADERS|!REQUEST_HEADERS:X-B \"@eq 1\" \"id:4,phase:1,pass,log\"",
                "SecRule REQUEST_HEADERS|!REQUEST_HEADERS:/^X-[AB]$/ \"@unconditionalMatch\" \"id:5,phase:1,pass,log\"",
                "SecRule &TX:none \"@eq 0\" \"id:6,phase:1,pass,log\"",
                "SecRule TX:none \"!@eq 0\" \"id:7,phase:1,pass,log\"");

        assertThat(ids(TWO.through(waf))).containsExactly(1L, 2L, 3L, 4L, 6L);
    }

    @Test
    void selectsVariablesOfTxByPatternWhateverTheirCase() {
        Waf waf = Sent.rules(
                "SecRule REQUEST_HEADERS \"@unconditionalMatch\" \"id:1,phase:1,pass,nolog,"
                        + "setvar:'tx.seen_%{MATCHED_VAR_NAME}=%{MATCHED_VAR}'\"",
                "SecRule TX:/^SEEN_REQUEST_HEADERS:X/ \"@streq two\" \"id:2,phase:1,pass,log\"",
                "SecRule &TX:/^seen_/ \"@eq 2\" \"id:3,phase:1,pass,log\"");

        Transaction transaction = TWO.through(waf);

        assertThat(ids(transaction)).containsExactly(2L, 3L);
        assertThat(transaction.matches().get(0).variable()).isEqualTo("TX:seen_REQUEST_HEADERS:x-b");
    }

    @Test
    void setsUnsetsAndReadsVariables() {
        Waf waf = Sent.rules(
                "SecAction \"id:1,phase:1,pass,nolog,setvar:tx.a=text,setvar:tx.b,setvar:tx.c=007,setvar:!tx.a\"",
                "SecRule &TX:a \"@eq 0\" \"id:2,phase:1,pass,log\"",
                "SecRule TX:b \"@eq 1\" \"id:3,phase:1,pass,log\"",
                "SecRule TX:c \"@streq 007\" \"id:4,phase:1,pass,log\"",
                "SecRule TX:c \"@eq 7\" \"id:5,phase:1,pass,log\"",
                "SecRule REQUEST_HEADERS:X-A \"@streq %{tx.c}\" \"id:6,phase:1,pass,log\"");

        assertThat(ids(Sent.get("/").header("X-A", "007").through(waf))).containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void knowsWhatTheRunningRuleSaysAboutItself() {
        Waf waf = Sent.rules(
                "SecAction \"id:77,phase:1,pass,log,severity:ERROR,rev:3,msg:'plain',logdata:'%{RULE.id} %{rule.msg}'\"",
                "SecRule HIGHEST_SEVERITY \"@eq 3\" \"id:2,phase:1,pass,log\"");

        Transaction transaction = TWO.through(waf);

        assertThat(transaction.matches().get(0).data()).isEqualTo("77 plain");
        assertThat(ids(transaction)).containsExactly(77L, 2L);
    }

    @Test
    void keepsABoundedNumberOfMatchesAndCountsTheRest() {
        Waf waf = Sent.builder("SecRule REQUEST_HEADERS \"@unconditionalMatch\" \"id:1,phase:1,pass,log\"")
                .matchesKept(3)
                .build();
        Sent sent = Sent.get("/");
        for (int i = 0; i < 10; i++) {
            sent.header("h" + i, "v");
        }

        Transaction transaction = sent.through(waf);

        assertThat(transaction.matches()).hasSize(1);
        assertThat(transaction.furtherMatches()).hasSize(3);
        assertThat(transaction.droppedMatches()).isEqualTo(6);
    }

    @Test
    void writesTheLogLineOfModSecurityAndLetsNothingBreakOut() {
        Waf waf = Sent.builder("SecRule REQUEST_HEADERS:X \"@contains \\\"\" \"id:942100,phase:1,deny,msg:'it is',"
                        + "logdata:'Matched Data: %{MATCHED_VAR}',severity:CRITICAL,ver:'V/1',tag:'a',tag:'b'\"")
                .ids(() -> "abc")
                .build();

        Transaction transaction = Sent.get("/p?q")
                .header("Host", "h\n")
                .header("X", "\"] [id \"1\u00ff")
                .through(waf);

        assertThat(transaction.matches().get(0).logLine())
                .isEqualTo("ModSecurity: Access denied with code 403 (phase 1). Matched \"Operator `Contains' with"
                        + " parameter `\\x22' against variable `REQUEST_HEADERS:X' (Value: `\\x22] [id \\x221\\xff' )"
                        + " [file \"test\"] [line \"1\"] [id \"942100\"] [msg \"it is\"]"
                        + " [data \"Matched Data: \\x22] [id \\x221\\xff\"] [severity \"2\"] [ver \"V/1\"] [tag \"a\"]"
                        + " [tag \"b\"] [hostname \"h\\x0a\"] [uri \"/p?q\"] [unique_id \"abc\"]");
        assertThat(transaction.matches())
                .extracting(Match::toString)
                .isEqualTo(List.of("Match[942100 at REQUEST_HEADERS:X]"));
    }
}
