package dev.portcullis.waf;

import static dev.portcullis.waf.Sent.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RuleFlowTest {
    private static final Sent ROOT = Sent.get("/");

    @Test
    void runsPhasesInOrderWhateverTheOrderOfTheFile() {
        Waf waf = Sent.rules(
                "SecAction \"id:5,phase:5,pass,log\"",
                "SecAction \"id:2,phase:request,pass,log\"",
                "SecAction \"id:4,phase:response,pass,log\"",
                "SecAction \"id:1,phase:1,pass,log\"",
                "SecAction \"id:3,phase:3,pass,log\"");

        assertThat(ids(ROOT.through(waf))).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void refusesWithTheStatusOfTheRuleAndStillRunsTheLastPhase() {
        Waf waf = Sent.rules(
                "SecRule REQUEST_METHOD \"@streq GET\" \"id:1,phase:1,deny,status:418,log,msg:'no'\"",
                "SecAction \"id:2,phase:2,pass,log\"",
                "SecAction \"id:5,phase:5,pass,log\"");

        Transaction transaction = ROOT.through(waf);

        assertThat(transaction.interruption())
                .contains(new Interruption(Interruption.Action.DENY, 418, "", 1, 1, "", Interruption.Cause.RULE));
        assertThat(ids(transaction)).containsExactly(1L, 5L);
        assertThat(transaction.matches().get(0).interrupted()).isTrue();
    }

    @Test
    void onlyLogsInDetectionMode() {
        Waf waf = Sent.rules("SecRuleEngine DetectionOnly", "SecAction \"id:1,phase:1,deny,log\"");

        Transaction transaction = ROOT.through(waf);

        assertThat(transaction.interruption()).isEmpty();
        assertThat(ids(transaction)).containsExactly(1L);
        assertThat(transaction.matches().get(0).logLine()).startsWith("ModSecurity: Warning. ");
    }

    @Test
    void runsNothingWhenTheEngineIsOff() {
        assertThat(ids(ROOT.through(Sent.rules("SecRuleEngine Off", "SecAction \"id:1,phase:1,deny,log\""))))
                .isEmpty();
    }

    @Test
    void takesTheDecisionOfBlockFromTheDefaultOfItsPhase() {
        Waf waf = Sent.rules(
                "SecDefaultAction \"phase:1,log,deny,status:406\"",
                "SecDefaultAction \"phase:2,nolog,pass\"",
                "SecRule REQUEST_METHOD \"@streq GET\" \"id:2,phase:2,block\"",
                "SecRule REQUEST_URI \"@streq /a\" \"id:1,phase:1,block\"");

        assertThat(ids(ROOT.through(waf))).isEmpty();
        assertThat(Sent.get("/a").through(waf).interruption().orElseThrow().status())
                .isEqualTo(406);
    }

    @Test
    void redirectsToAPlaceThatMayHoldAMacro() {
        Waf waf = Sent.rules("SecAction \"id:1,phase:1,redirect:'https://example.org/?from=%{REQUEST_URI}'\"");

        assertThat(ROOT.through(waf).interruption())
                .contains(new Interruption(
                        Interruption.Action.REDIRECT,
                        302,
                        "https://example.org/?from=/",
                        1,
                        1,
                        "",
                        Interruption.Cause.RULE));
    }

    @Test
    void skipsToTheNextMarkOfThatNameInItsPhase() {
        Waf waf = Sent.rules(
                "SecMarker END",
                "SecAction \"id:1,phase:1,pass,log,skipAfter:END\"",
                "SecAction \"id:2,phase:1,pass,log\"",
                "SecAction \"id:3,phase:2,pass,log\"",
                "SecMarker END",
                "SecAction \"id:4,phase:1,pass,log\"",
                "SecMarker END",
                "SecAction \"id:5,phase:1,pass,log\"");

        assertThat(ids(ROOT.through(waf))).containsExactly(1L, 4L, 5L, 3L);
    }

    @Test
    void skipsTheRestOfThePhaseAndSaysSoWhereAMarkIsMissing() {
        Waf waf = Sent.rules(
                "SecAction \"id:1,phase:1,pass,log,skipAfter:NOWHERE\"",
                "SecAction \"id:2,phase:1,pass,log\"",
                "SecAction \"id:3,phase:2,pass,log\"");

        assertThat(ids(ROOT.through(waf))).containsExactly(1L, 3L);
        assertThat(waf.report().notices())
                .anySatisfy(notice ->
                        assertThat(notice.toString()).contains("test:1").contains("NOWHERE"));
    }

    @Test
    void skipsANumberOfRulesAndCountsAChainOnce() {
        Waf waf = Sent.rules(
                "SecAction \"id:1,phase:1,pass,log,skip:2\"",
                "SecRule REQUEST_METHOD \"@unconditionalMatch\" \"id:2,phase:1,pass,log,chain\"",
                "SecRule REQUEST_METHOD \"@unconditionalMatch\" \"t:none\"",
                "SecAction \"id:3,phase:1,pass,log\"",
                "SecAction \"id:4,phase:1,pass,log\"");

        assertThat(ids(ROOT.through(waf))).containsExactly(1L, 4L);
    }

    @Test
    void allowsTheRestOfThePhaseTheRequestOrEverything() {
        String[] others = {
            "SecAction \"id:2,phase:1,pass,log\"",
            "SecAction \"id:3,phase:2,pass,log\"",
            "SecAction \"id:4,phase:3,pass,log\"",
            "SecAction \"id:5,phase:5,pass,log\""
        };

        assertThat(allowing("allow:phase", others)).containsExactly(3L, 4L, 5L);
        assertThat(allowing("allow:request", others)).containsExactly(4L, 5L);
        assertThat(allowing("allow", others)).containsExactly(5L);
    }

    private static java.util.List<Long> allowing(String how, String[] others) {
        String[] lines = new String[others.length + 1];
        lines[0] = "SecAction \"id:1,phase:1,nolog," + how + "\"";
        System.arraycopy(others, 0, lines, 1, others.length);
        return ids(ROOT.through(Sent.rules(lines)));
    }

    @Test
    void stopsAtTheFirstValueThatIsRefused() {
        Waf waf = Sent.rules(
                "SecRule REQUEST_HEADERS \"@rx .\" \"id:1,phase:1,deny,log,setvar:tx.n=+1\"",
                "SecAction \"id:5,phase:5,pass,log,msg:'%{tx.n}'\"");

        Transaction transaction =
                Sent.get("/").header("A", "1").header("B", "2").unfinished(waf);

        assertThat(transaction.txNumber("n")).hasValue(1);
        assertThat(transaction.matches().get(0).variable()).isEqualTo("REQUEST_HEADERS:A");
    }

    @Test
    void refusesStepsInAnotherOrder() {
        Transaction transaction = Sent.rules().begin();

        assertThatThrownBy(() -> transaction.requestHeader("A", "b")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(transaction::requestHead).isInstanceOf(IllegalStateException.class);
        transaction.finish();
        assertThatThrownBy(transaction::finish).isInstanceOf(IllegalStateException.class);
    }
}
