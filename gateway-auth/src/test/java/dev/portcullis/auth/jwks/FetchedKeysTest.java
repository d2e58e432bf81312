package dev.portcullis.auth.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.jwks.KeySource.Lookup;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.ManualScheduler;
import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FetchedKeysTest {
    private final ManualClock clock = new ManualClock();
    private final ManualScheduler scheduler = new ManualScheduler(clock);
    private final Deque<CompletableFuture<VerificationKeys>> fetches = new ArrayDeque<>();
    private VerificationKey first;
    private VerificationKey second;
    private int fetched;
    private FetchedKeys keys;

    @BeforeEach
    void setUp() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        first = VerificationKey.of("one", generator.generateKeyPair().getPublic(), null);
        second = VerificationKey.of("two", generator.generateKeyPair().getPublic(), null);
        keys = new FetchedKeys(
                "https://idp.example",
                this::fetch,
                FetchedKeysSettings.DEFAULTS,
                clock,
                scheduler,
                new java.util.Random(1));
    }

    private CompletionStage<VerificationKeys> fetch() {
        fetched++;
        CompletableFuture<VerificationKeys> pending = new CompletableFuture<>();
        fetches.add(pending);
        return pending;
    }

    private void answer(VerificationKey... served) {
        fetches.remove().complete(new VerificationKeys(List.of(served)));
    }

    private void fail() {
        fetches.remove().completeExceptionally(new IOException("down"));
    }

    private CompletableFuture<Lookup> find(String id) {
        return keys.find(JwsAlgorithm.EdDSA, id).toCompletableFuture();
    }

    @Test
    void everybodyWaitsForOneFirstFetch() {
        List<CompletableFuture<Lookup>> lookups =
                Stream.generate(() -> find("one")).limit(50).toList();
        assertThat(fetched).isEqualTo(1);
        answer(first);
        assertThat(lookups).allSatisfy(l -> assertThat(l.join()).isEqualTo(new Lookup.Found(first)));
        assertThat(fetched).isEqualTo(1);
    }

    @Test
    void aRotationRefusesNobodyAndCostsOneFetch() {
        answer(first);
        clock.advance(Duration.ofSeconds(10));
        CompletableFuture<Lookup> rotated = find("two");
        assertThat(rotated).isNotDone();
        assertThat(fetched).isEqualTo(2);
        answer(first, second);
        assertThat(rotated.join()).isEqualTo(new Lookup.Found(second));
    }

    @Test
    void aKeyThatIsNotThereIsUnknownUntilTheNextFetch() {
        answer(first);
        clock.advance(Duration.ofSeconds(10));
        CompletableFuture<Lookup> bogus = find("bogus");
        answer(first);
        assertThat(bogus.join()).isInstanceOf(Lookup.Unknown.class);
        assertThat(find("bogus").join()).isInstanceOf(Lookup.Unknown.class);
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    void aKeyThatIsPublishedLateIsFoundAsSoonAsTheBudgetPermits() {
        answer(first);
        clock.advance(Duration.ofSeconds(10));
        find("two");
        answer(first);
        clock.advance(Duration.ofSeconds(4));
        assertThat(find("two").join()).isInstanceOf(Lookup.Unknown.class);
        assertThat(fetched).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        CompletableFuture<Lookup> again = find("two");
        CompletableFuture<Lookup> meanwhile = find("two");
        assertThat(fetched).isEqualTo(3);
        answer(first, second);
        assertThat(again.join()).isEqualTo(new Lookup.Found(second));
        assertThat(meanwhile.join()).isEqualTo(new Lookup.Found(second));
    }

    @Test
    void beyondTheBudgetTokensWaitAndAreAnsweredByThePermittedFetch() {
        answer(first);
        clock.advance(Duration.ofSeconds(10));
        find("bogus");
        answer(first);
        CompletableFuture<Lookup> rotated = find("two");
        assertThat(rotated).isNotDone();
        assertThat(fetched).isEqualTo(2);
        clock.advance(Duration.ofSeconds(5));
        assertThat(fetched).isEqualTo(3);
        answer(first, second);
        assertThat(rotated.join()).isEqualTo(new Lookup.Found(second));
    }

    @Test
    void moreThanMayWaitAreToldToComeAgainAndNeverThatTheKeyIsUnknown() {
        answer(first);
        clock.advance(Duration.ofSeconds(10));
        find("bogus");
        answer(first);
        List<Lookup> done = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            CompletableFuture<Lookup> lookup = find("flood" + i);
            if (lookup.isDone()) {
                done.add(lookup.join());
            }
        }
        assertThat(done).hasSize(744).allSatisfy(l -> assertThat(l).isInstanceOf(Lookup.Unavailable.class));
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    void aTokenThatWaitedTooLongIsToldToComeAgain() {
        answer(first);
        clock.advance(Duration.ofSeconds(10));
        CompletableFuture<Lookup> waiting = find("two");
        clock.advance(Duration.ofSeconds(6));
        assertThat(waiting.join()).isInstanceOf(Lookup.Unavailable.class);
    }

    @Test
    void keysServeWhileTheIssuerIsDownAndNoLongerThanStated() {
        answer(first);
        long generation = keys.generation();
        clock.advance(Duration.ofMinutes(5));
        assertThat(find("one").join()).isEqualTo(new Lookup.Found(first));
        assertThat(fetched).isEqualTo(2);
        fail();
        for (int minute = 0; minute < 59; minute++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(find("one").join()).isEqualTo(new Lookup.Found(first));
            while (!fetches.isEmpty()) {
                fail();
            }
        }
        assertThat(keys.generation()).isEqualTo(generation);
        clock.advance(Duration.ofMinutes(2));
        CompletableFuture<Lookup> after = find("one");
        while (!fetches.isEmpty()) {
            fail();
        }
        clock.advance(Duration.ofSeconds(10));
        assertThat(after.join()).isInstanceOf(Lookup.Unavailable.class);
        assertThat(keys.generation()).isNotEqualTo(generation);
        assertThat(fetched).isLessThan(40);
    }

    @Test
    void aRemovedKeyIsDeadAfterTheFetchThatMissesIt() {
        answer(first, second);
        long generation = keys.generation();
        clock.advance(Duration.ofMinutes(5));
        find("two");
        answer(first);
        assertThat(keys.generation()).isNotEqualTo(generation);
        CompletableFuture<Lookup> removed = find("two");
        clock.advance(Duration.ofSeconds(5));
        while (!fetches.isEmpty()) {
            answer(first);
        }
        assertThat(removed.join()).isInstanceOf(Lookup.Unknown.class);
    }

    @Test
    void anIssuerThatTakesAllItsKeysAwayHasNone() {
        answer(first);
        long generation = keys.generation();
        clock.advance(Duration.ofMinutes(5));
        assertThat(find("one").join()).isEqualTo(new Lookup.Found(first));
        answer();
        assertThat(keys.generation()).isNotEqualTo(generation);
        CompletableFuture<Lookup> removed = find("one");
        clock.advance(Duration.ofSeconds(5));
        answer();
        assertThat(removed.join()).isInstanceOf(Lookup.Unknown.class);
        clock.advance(Duration.ofSeconds(10));
        CompletableFuture<Lookup> back = find("two");
        answer(first, second);
        assertThat(back.join()).isEqualTo(new Lookup.Found(second));
        assertThat(find("one").join()).isEqualTo(new Lookup.Found(first));
    }

    @Test
    void anIssuerThatNeverGaveAKeySaysNothingByAnEmptySet() {
        CompletableFuture<Lookup> waiting = find("one");
        answer();
        assertThat(waiting.join()).isInstanceOf(Lookup.Unavailable.class);
        assertThat(keys.failures()).isEqualTo(1);
    }

    /** Else a token of that key would be remembered under the new number, and outlive its key. */
    @Test
    void aKeyThatWasTakenAwayIsNeverFoundUnderTheNumberOfItsRemoval() throws Exception {
        PublicKey any =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        List<VerificationKey> others = IntStream.range(0, 50)
                .mapToObj(i -> VerificationKey.of("other" + i, any, null))
                .toList();
        AtomicInteger served = new AtomicInteger();
        FetchedKeys rotating = new FetchedKeys(
                "https://idp.example",
                () -> {
                    List<VerificationKey> all = new ArrayList<>(others);
                    all.add(VerificationKey.of("k" + served.getAndIncrement(), any, null));
                    return CompletableFuture.completedFuture(new VerificationKeys(all));
                },
                new FetchedKeysSettings(
                        Duration.ofMinutes(5),
                        Duration.ofDays(100_000),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        0,
                        Duration.ofSeconds(1)),
                clock,
                scheduler,
                new java.util.Random(1));
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong wrong = new AtomicLong();
        Thread reader = new Thread(() -> {
            while (!over.get()) {
                long seen = rotating.generation();
                Lookup lookup = rotating.find(JwsAlgorithm.EdDSA, "k" + (seen - 1))
                        .toCompletableFuture()
                        .join();
                wrong.addAndGet(lookup instanceof Lookup.Found ? 1 : 0);
            }
        });
        reader.start();
        while (served.get() < 2000) {
            clock.advance(Duration.ofMinutes(5));
            rotating.generation();
        }
        over.set(true);
        reader.join();
        assertThat(wrong.get()).isZero();
    }

    @Test
    void aTokenWithoutAKeyIdFindsTheOnlyKeyAndNeverChoosesAmongSeveral() {
        answer(first);
        assertThat(find(null).join()).isEqualTo(new Lookup.Found(first));
        assertThat(new VerificationKeys(List.of(first, second)).get(JwsAlgorithm.EdDSA, null))
                .isNull();
    }

    @Test
    void closingLeavesNobodyWaiting() {
        CompletableFuture<Lookup> waiting = find("one");
        keys.close();
        assertThat(waiting.join()).isInstanceOf(Lookup.Unavailable.class);
    }
}
