package dev.portcullis.auth.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.auth.jwks.FetchedKeys;
import dev.portcullis.auth.jwks.FetchedKeysSettings;
import dev.portcullis.auth.jwks.JwsAlgorithm;
import dev.portcullis.auth.jwks.KeyFetches;
import dev.portcullis.auth.jwt.JwtIssuer;
import dev.portcullis.auth.jwt.JwtRefusal;
import dev.portcullis.auth.jwt.JwtResult;
import dev.portcullis.auth.jwt.JwtVerifier;
import dev.portcullis.auth.jwt.VerifiedJwt;
import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.Provider;
import dev.portcullis.gateway.Scheduler;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys that rotate while unknown key ids pour in, with an identity provider over HTTP. */
class RotationTest {
    private static final int FLOOD_PER_SECOND = 1000;

    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger comeAgain = new AtomicInteger();
    private final AtomicInteger falselyRefused = new AtomicInteger();
    private final AtomicInteger flooded = new AtomicInteger();
    private final AtomicInteger bogusAccepted = new AtomicInteger();

    private record Key(String id, KeyPair pair) {
        static Key make(int number) throws GeneralSecurityException {
            return new Key(
                    "key-" + number, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        }

        String token(int number) {
            String claims =
                    "{\"iss\":\"i\",\"sub\":\"jane\",\"aud\":\"a\",\"exp\":4102444800,\"jti\":\"" + number + "\"}";
            return Forge.sign(
                    Forge.encode("{\"alg\":\"EdDSA\",\"kid\":\"" + id + "\"}") + "." + Forge.encode(claims),
                    "Ed25519",
                    pair);
        }
    }

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void rotationsDuringAFloodRefuseNobody() throws Exception {
        rotate(6, Duration.ofMillis(300));
    }

    @Test
    @Tag("proof")
    void fiftyRotationsDuringAFloodRefuseNobody() throws Exception {
        rotate(50, Duration.ofSeconds(2));
    }

    private void rotate(int rotations, Duration between) throws Exception {
        FetchedKeysSettings settings = new FetchedKeysSettings(
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                between,
                between.multipliedBy(2),
                256,
                Duration.ofMillis(100));
        Key current = Key.make(0);
        try (Provider provider = new Provider()) {
            provider.serve(jwks(current));
            long start = System.nanoTime();
            FetchedKeys keys = new FetchedKeys(
                    "i",
                    KeyFetches.from(URI.create(provider.url() + "/keys"), KeyFetches.TIMEOUT),
                    settings,
                    InstantSource.system(),
                    scheduler(),
                    new Random(1));
            JwtVerifier verifier = JwtVerifier.of(List.of(JwtIssuer.of("i", Set.of("a"), keys)
                    .algorithms(Set.of(JwsAlgorithm.EdDSA))
                    .build()));
            Thread flood = new Thread(() -> flood(verifier), "flood");
            flood.start();
            int number = 0;
            for (int i = 1; i <= rotations; i++) {
                Key before = current;
                current = Key.make(i);
                provider.serve(jwks(current, before));
                List<CompletionStage<Boolean>> asked = new ArrayList<>();
                long until = System.nanoTime() + between.multipliedBy(20).toNanos();
                AtomicBoolean accepted = new AtomicBoolean();
                while (!accepted.get() && System.nanoTime() < until) {
                    asked.add(ask(verifier, current.token(number++)).thenApply(yes -> {
                        accepted.compareAndSet(false, yes);
                        return yes;
                    }));
                    asked.add(ask(verifier, before.token(number++)));
                    LockSupport.parkNanos(5_000_000);
                }
                assertThat(accepted).as("rotation " + i).isTrue();
                for (CompletionStage<Boolean> each : asked) { // a key that is gone when its token is judged is no key
                    boolean unused = each.toCompletableFuture().join();
                }
            }
            over.set(true);
            flood.join();
            await().until(() -> keys.waiting() == 0);
            double seconds = (System.nanoTime() - start) / 1e9;
            long budget = (long) (seconds / (between.toMillis() / 1000.0)) + 2;
            System.out.printf(
                    "rotations %d, flood %d in %.1f s, accepted %d, come again %d, falsely refused %d, fetches %d of %d%n",
                    rotations,
                    flooded.get(),
                    seconds,
                    good.get(),
                    comeAgain.get(),
                    falselyRefused.get(),
                    provider.asked(),
                    budget);
            assertThat(falselyRefused).hasValue(0);
            assertThat(bogusAccepted).hasValue(0);
            assertThat((long) provider.asked()).isBetween((long) rotations / 2, budget);
            assertThat(flooded.get()).isGreaterThan((int) (seconds * FLOOD_PER_SECOND / 4));
            keys.close();
        }
    }

    private CompletionStage<Boolean> ask(JwtVerifier verifier, String token) {
        return verifier.verify(token, null).thenApply(result -> {
            if (result instanceof VerifiedJwt) {
                good.incrementAndGet();
            } else if (result instanceof JwtResult.Undecided) {
                comeAgain.incrementAndGet();
            } else {
                falselyRefused.incrementAndGet();
            }
            return result instanceof VerifiedJwt;
        });
    }

    private void flood(JwtVerifier verifier) {
        long start = System.nanoTime();
        String claims = Forge.encode("{\"iss\":\"i\",\"sub\":\"x\",\"aud\":\"a\",\"exp\":4102444800}");
        while (!over.get()) {
            long due = (System.nanoTime() - start) * FLOOD_PER_SECOND / 1_000_000_000L;
            while (flooded.get() < due && !over.get()) {
                String header = Forge.encode("{\"alg\":\"EdDSA\",\"kid\":\"bogus-" + flooded.incrementAndGet() + "\"}");
                verifier.verify(header + "." + claims + "." + "A".repeat(86), null)
                        .thenAccept(result -> {
                            boolean right = result instanceof JwtResult.Undecided
                                    || result instanceof JwtResult.Refused refused
                                            && refused.refusal() == JwtRefusal.KEY_UNKNOWN;
                            bogusAccepted.addAndGet(right ? 0 : 1);
                        });
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static String jwks(Key... keys) {
        StringBuilder set = new StringBuilder("{\"keys\":[");
        for (Key key : keys) {
            set.append(set.length() > 10 ? "," : "").append(Forge.edJwk(key.id(), key.pair()));
        }
        return set.append("]}").toString();
    }

    private Scheduler scheduler() {
        return (task, delay) -> {
            ScheduledFuture<?> timer = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        };
    }
}
