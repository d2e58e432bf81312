package dev.portcullis.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.spi.EventBudgets;
import dev.portcullis.gateway.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a module gets that counts events and knows no rate limits. */
class BucketBudgetsTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void countsEachKeyUntilItsBudgetIsUsedUpAndGivesItBackEvenly() {
        EventBudgets.Budget budget = EventBudgets.found().orElseThrow().open(3, Duration.ofMinutes(3), 64 << 10, clock);
        for (int i = 0; i < 3; i++) {
            assertThat(budget.look("mallory")).isEqualTo(EventBudgets.Budget.WITHIN);
            assertThat(budget.note("mallory")).isEqualTo(EventBudgets.Budget.WITHIN);
        }
        assertThat(budget.note("mallory")).isEqualTo(Duration.ofMinutes(1).toNanos());
        assertThat(budget.look("mallory")).isEqualTo(Duration.ofMinutes(1).toNanos());
        assertThat(budget.look("jane")).isEqualTo(EventBudgets.Budget.WITHIN);
        clock.advance(Duration.ofMinutes(1));
        assertThat(budget.look("mallory")).isEqualTo(EventBudgets.Budget.WITHIN);
        assertThat(budget.note("mallory")).isEqualTo(EventBudgets.Budget.WITHIN);
        assertThat(budget.note("mallory")).isPositive();
    }

    @Test
    void noFloodOfOtherKeysGivesABudgetBack() {
        EventBudgets.Budget budget = EventBudgets.found().orElseThrow().open(3, Duration.ofHours(3), 64 << 10, clock);
        for (int i = 0; i < 3; i++) {
            budget.note("mallory");
        }
        for (int i = 0; i < 50_000; i++) {
            budget.note("sybil-" + i);
        }
        assertThat(budget.look("mallory")).isPositive();
    }
}
