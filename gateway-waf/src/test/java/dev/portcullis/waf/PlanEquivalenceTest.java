package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.waf.internal.TxView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plans leave out what cannot match, and that must never show: the same rules match the same values in the same order, and
 * leave the same variables, as when each rule looks at all of its values. Skipped where the corpora are not there.
 */
class PlanEquivalenceTest {
    private static final String ON = "SecRuleEngine On\nSecRequestBodyAccess On\nSecResponseBodyAccess On\n"
            + "SecRule REQUEST_HEADERS:Content-Type \"@rx ^application/json\""
            + " \"id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON\"\n";

    /** All that can be told of a transaction from outside, and its variables. */
    private record Account(
            List<String> matches,
            List<String> more,
            Optional<Interruption> end,
            List<String> limits,
            Map<String, String> tx) {
        /** Of a transaction that has not ended; ends it. */
        static Account of(Transaction t) {
            Map<String, String> tx = TxView.of(t.execution());
            t.finish();
            return new Account(lines(t.matches()), lines(t.furtherMatches()), t.interruption(), t.limits(), tx);
        }

        private static List<String> lines(List<Match> matches) {
            return matches.stream()
                    .map(m -> m.logLine() + new String(m.value(), StandardCharsets.ISO_8859_1))
                    .toList();
        }
    }

    private static void assertSame(Waf waf, Waf straightforward, Sent sent) {
        Account expected = Account.of(sent.unfinished(straightforward, t -> t.id("1")));
        assertThat(Account.of(sent.unfinished(waf, t -> t.id("1"))))
                .as(sent::toString)
                .isEqualTo(expected);
    }

    private static List<Sent> corpus() throws IOException {
        List<Sent> requests = new ArrayList<>();
        for (CrsCase each : CrsCase.read(Corpora.path("crs-v4/tests.jsonl"))) {
            requests.addAll(each.requests());
        }
        return requests;
    }

    private static Waf rules(String release, int level) {
        return Waf.builder()
                .rules("on", ON)
                .rules(
                        "level",
                        "SecAction \"id:2,phase:1,pass,nolog,setvar:tx.crs_setup_version=400,setvar:tx.paranoia_level="
                                + level
                                + ",setvar:tx.blocking_paranoia_level=" + level + ",setvar:tx.detection_paranoia_level="
                                + level + "\"")
                .rules(Corpora.path(release + "/rules"))
                .build();
    }

    @Test
    void findsInTheCasesWhatEachRuleFindsByItself() throws IOException {
        Waf waf = Waf.builder()
                .rules(Corpora.path("crs-test-setup.conf"))
                .rules(Corpora.path("crs-v4/rules"))
                .build();
        Waf straightforward = waf.straightforward();

        for (Sent sent : corpus()) {
            assertSame(waf, straightforward, sent);
        }
    }

    @ParameterizedTest
    @CsvSource({"crs-v4,1,9", "crs-v4,2,14", "crs-v4,4,21", "crs-v3.3,1,18", "crs-v3.3,3,25"})
    void findsInChangedCasesWhatEachRuleFindsByItself(String release, int level, int each) throws IOException {
        Waf waf = rules(release, level);
        compare(waf, level, each);
    }

    @Tag("proof")
    @ParameterizedTest
    @CsvSource({"crs-v4,1", "crs-v4,2", "crs-v4,3", "crs-v4,4", "crs-v3.3,1", "crs-v3.3,2", "crs-v3.3,4"})
    void findsInTwentyThousandChangedCasesWhatEachRuleFindsByItself(String release, int level) throws IOException {
        Waf waf = rules(release, level);
        for (int round = 0; round < 7; round++) {
            compare(waf, 100L * level + round, 1);
        }
    }

    private static void compare(Waf waf, long seed, int each) throws IOException {
        Waf straightforward = waf.straightforward();
        Mutator mutator = new Mutator(seed);
        List<Sent> requests = corpus();
        for (int i = mutator.below(each); i < requests.size(); i += each) {
            assertSame(waf, straightforward, requests.get(i).changed(mutator::mutate));
        }
    }
}
