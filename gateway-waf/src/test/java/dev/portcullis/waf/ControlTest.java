package dev.portcullis.waf;

import static dev.portcullis.waf.Sent.ids;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlTest {
    private static final String[] RULES = {
        "SecRule REQUEST_HEADERS:A|REQUEST_HEADERS:B \"@unconditionalMatch\" \"id:10,phase:1,pass,log,tag:x,msg:'ten'\"",
        "SecRule REQUEST_HEADERS \"@unconditionalMatch\" \"id:11,phase:1,pass,log,tag:y,chain\"",
        "SecRule REQUEST_HEADERS:A \"@unconditionalMatch\" \"t:none\"",
        "SecRule &REQUEST_HEADERS:A \"@eq 1\" \"id:12,phase:2,pass,log,tag:x\""
    };

    private static final Sent SENT = Sent.get("/").header("A", "1").header("B", "2");

    private static Transaction with(String action) {
        String[] lines = new String[RULES.length + 1];
        lines[0] = "SecAction \"id:1,phase:1,pass,nolog,ctl:" + action + "\"";
        System.arraycopy(RULES, 0, lines, 1, RULES.length);
        return SENT.through(Sent.rules(lines));
    }

    @ParameterizedTest
    @CsvSource({
        "ruleRemoveById=10, 11 12",
        "ruleRemoveById=11-12, 10",
        "ruleRemoveByTag=x, 11",
        "ruleRemoveByMsg=ten, 11 12",
        "ruleRemoveTargetById=12;REQUEST_HEADERS:a, 10 11",
        "ruleRemoveTargetByTag=x;REQUEST_HEADERS:/^A$/, 10 11",
        "ruleRemoveTargetByMsg=ten;REQUEST_HEADERS, 11 12",
        "ruleRemoveTargetById=11;REQUEST_HEADERS, 10 12",
        "ruleEngine=Off, ''",
        "auditLogParts=+E, 10 11 12"
    })
    void takesRulesAndTargetsAwayForOneTransaction(String action, String left) {
        assertThat(String.join(
                        " ", ids(with(action)).stream().map(String::valueOf).toList()))
                .isEqualTo(left);
    }

    @Test
    void removesTheTargetOfOneKeyAndKeepsTheOthers() {
        Transaction transaction = with("ruleRemoveTargetById=10;REQUEST_HEADERS:A");

        assertThat(transaction.matches().get(0).variable()).isEqualTo("REQUEST_HEADERS:B");
        assertThat(transaction.furtherMatches()).extracting(Match::ruleId).doesNotContain(10L);
    }

    @Test
    void doesNotTouchTheNextTransaction() {
        Waf waf = Sent.rules(
                "SecRule REQUEST_METHOD \"@streq POST\" \"id:1,phase:1,pass,nolog,ctl:ruleRemoveById=2\"",
                "SecAction \"id:2,phase:1,pass,log\"");

        assertThat(ids(Sent.post("text/plain", "").through(waf))).isEmpty();
        assertThat(ids(Sent.get("/").through(waf))).containsExactly(2L);
    }

    @Test
    void switchesTheEngineForOneTransaction() {
        Waf waf = Sent.rules(
                "SecAction \"id:1,phase:1,pass,nolog,ctl:ruleEngine=DetectionOnly\"",
                "SecAction \"id:2,phase:1,deny,log\"");

        Transaction transaction = SENT.through(waf);

        assertThat(transaction.interruption()).isEmpty();
        assertThat(ids(transaction)).containsExactly(2L);
    }

    @Test
    void removesAndChangesRulesThatWereLoadedBefore() {
        Waf waf = Sent.rules(
                "SecRule REQUEST_HEADERS \"@unconditionalMatch\" \"id:10,phase:1,pass,log,tag:'a b'\"",
                "SecAction \"id:11,phase:1,pass,log,msg:'m'\"",
                "SecAction \"id:12,phase:1,pass,log,tag:t\"",
                "SecAction \"id:13,phase:1,pass,log\"",
                "SecRule REQUEST_URI \"@streq /\" \"id:14,phase:2,pass,log,status:401\"",
                "SecRuleUpdateTargetById 10 \"!REQUEST_HEADERS:A,!REQUEST_HEADERS:/^c,d/\"",
                "SecRuleUpdateTargetByTag t REQUEST_METHOD",
                "SecRuleUpdateActionById 14 \"deny\"",
                "SecRuleRemoveById 13-13 99",
                "SecRuleRemoveByMsg m",
                "SecRuleRemoveByTag t",
                "SecAction \"id:15,phase:1,pass,log,tag:t\"");

        Transaction transaction = SENT.through(waf);

        assertThat(ids(transaction)).containsExactly(10L, 15L, 14L);
        assertThat(transaction.matches().get(0).variable()).isEqualTo("REQUEST_HEADERS:B");
        assertThat(transaction.interruption().orElseThrow().status()).isEqualTo(401);
        assertThat(waf.report().notices()).extracting(LoadReport.Notice::text).isNotEmpty();
    }

    @Test
    void replacesATargetThatIsNamed() {
        Waf waf = Sent.rules(
                "SecRule REQUEST_HEADERS:A|REQUEST_URI \"@unconditionalMatch\" \"id:10,phase:1,pass,log\"",
                "SecRuleUpdateTargetById 10 REQUEST_METHOD REQUEST_HEADERS:A");

        Transaction transaction = SENT.through(waf);

        assertThat(List.of(
                        transaction.matches().get(0).variable(),
                        transaction.furtherMatches().get(0).variable()))
                .containsExactly("REQUEST_URI", "REQUEST_METHOD");
    }
}
