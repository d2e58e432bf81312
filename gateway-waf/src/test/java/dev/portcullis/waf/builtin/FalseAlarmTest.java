package dev.portcullis.waf.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.waf.Transaction;
import dev.portcullis.waf.Waf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many texts that are no attack the rules of each level refuse, as a form's field and as a member of a JSON document. */
class FalseAlarmTest {
    private static final long SEED = 20_261_121;

    @Test
    void refusesFewTextsOfOthersAtLevelOne() throws IOException {
        double alarms = share(1, BenignTexts.shuffled(SEED).subList(0, 2_000));

        assertThat(alarms).as("share of false alarms").isLessThan(0.01);
    }

    /** Prints the figures that the documentation quotes. */
    @Test
    @Tag("proof")
    void countsFalseAlarmsOfAllLevels() throws IOException {
        List<String> texts = BenignTexts.shuffled(SEED);
        List<String> most = texts.subList(0, Math.min(40_000, texts.size()));
        for (int level = 1; level <= 3; level++) {
            double alarms = share(level, most);
            System.out.printf(Locale.ROOT, "level %d: %.2f %% of %d texts%n", level, 100 * alarms, most.size());
            assertThat(alarms).isLessThan(level == 1 ? 0.01 : 1);
        }
    }

    private static double share(int level, List<String> texts) {
        Waf waf = BuiltinRulesTest.level(level);
        List<String> refused = new ArrayList<>();
        for (String text : texts) {
            Transaction t = new BuiltinCase(0, "q", text).play(waf);
            if (t.interruption().isPresent()) {
                refused.add(text);
            }
        }
        return (double) refused.size() / texts.size();
    }
}
