package dev.portcullis.auth.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.auth.jwks.FetchedKeys;
import dev.portcullis.auth.jwks.FetchedKeysSettings;
import dev.portcullis.auth.jwks.KeyFetches;
import dev.portcullis.auth.jwt.JwtIssuer;
import dev.portcullis.auth.jwt.JwtResult;
import dev.portcullis.auth.jwt.JwtVerifier;
import dev.portcullis.auth.jwt.VerifiedJwt;
import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.Provider;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An identity provider that dies, over HTTP, by a clock that the test moves. */
@Timeout(120)
class OutageTest {
    private static final Forge FORGE = new Forge();

    private final ManualClock clock = new ManualClock(Instant.now());
    private int number;

    private String token() {
        return FORGE.signed(
                FORGE.claims("\"jti\":\"" + number++ + "\"").replaceFirst("\"exp\":\\d+", "\"exp\":4102444800"));
    }

    @Test
    void anOutageRefusesNobodyWithinTheStatedTimeAndEverybodyAfterItWithoutBlame() throws Exception {
        try (Provider provider = new Provider()) {
            provider.serve(FORGE.jwks());
            FetchedKeys keys = new FetchedKeys(
                    Forge.ISSUER,
                    KeyFetches.from(URI.create(provider.url() + "/keys"), KeyFetches.TIMEOUT),
                    FetchedKeysSettings.DEFAULTS,
                    clock,
                    new ManualScheduler(clock),
                    new Random(1));
            JwtVerifier verifier = JwtVerifier.of(
                    List.of(JwtIssuer.of(Forge.ISSUER, Set.of("orders"), keys).build()), clock);
            String known = token();
            assertThat(verifier.verify(known, null).toCompletableFuture().get()).isInstanceOf(VerifiedJwt.class);

            provider.kill();
            for (int second = 0; second < 600; second += 5) {
                clock.advance(Duration.ofSeconds(5));
                assertThat(verifier.verify(token(), null)).isCompletedWithValueMatching(VerifiedJwt.class::isInstance);
                assertThat(verifier.verify(known, null)).isCompletedWithValueMatching(VerifiedJwt.class::isInstance);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> keys.failures() > 0);
            long failures = keys.failures();
            assertThat(failures).as("retries are backed off").isLessThan(20);

            clock.advance(Duration.ofMinutes(56)); // five minutes fresh and an hour stale are over
            for (String each : List.of(known, token())) {
                CompletableFuture<JwtResult> after = verifier.verify(each, null).toCompletableFuture();
                assertThat(after.get()).isInstanceOf(JwtResult.Undecided.class);
            }

            provider.revive();
            clock.advance(Duration.ofMinutes(5));
            assertThat(verifier.verify(known, null).toCompletableFuture().get()).isInstanceOf(VerifiedJwt.class);
            keys.close();
        }
    }
}
