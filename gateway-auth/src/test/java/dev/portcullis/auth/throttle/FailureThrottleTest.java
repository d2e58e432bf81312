package dev.portcullis.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.ClientAddress;
import dev.portcullis.gateway.IpAddress;
import dev.portcullis.gateway.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureThrottleTest {
    private static final FailureLimits LIMITS =
            new FailureLimits(10, 3, Duration.ofMinutes(15), Duration.ofMinutes(30));

    private final ManualClock clock = new ManualClock();
    private final FailureThrottle throttle = new FailureThrottle(LIMITS, clock);

    private Duration fail(String address) {
        return throttle.failed(new ClientAddress(IpAddress.parse(address), false), null);
    }

    private Duration fail(String address, String credential) {
        return throttle.failed(new ClientAddress(IpAddress.parse(address), false), credential);
    }

    @Test
    void answersTheMeasureAndThrottlesTheNext() {
        for (int i = 0; i < 10; i++) {
            assertThat(fail("192.0.2.1")).isNull();
        }
        assertThat(fail("192.0.2.1")).isEqualTo(Duration.ofMinutes(30));
        assertThat(fail("192.0.2.2")).isNull();
    }

    @Test
    void aLockoutEndsWhateverFailsDuringIt() {
        for (int i = 0; i < 10; i++) {
            fail("192.0.2.1");
        }
        for (int minute = 0; minute < 30; minute++) {
            assertThat(fail("192.0.2.1")).isEqualTo(Duration.ofMinutes(30 - minute));
            clock.advance(Duration.ofMinutes(1));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(fail("192.0.2.1")).isNull();
        }
        assertThat(fail("192.0.2.1")).isNotNull();
    }

    @Test
    void aFailureIsForgottenInTime() {
        for (int i = 0; i < 200; i++) {
            assertThat(fail("192.0.2.1")).isNull();
            clock.advance(Duration.ofSeconds(100)); // nine within a quarter of an hour
        }
        for (int i = 0; i < 3; i++) {
            fail("192.0.2.1");
            clock.advance(Duration.ofSeconds(10));
        }
        assertThat(fail("192.0.2.1")).isNotNull();
    }

    @Test
    void countsTheAddressesOfOneNetworkAsOne() {
        for (int i = 0; i < 10; i++) {
            assertThat(fail("2001:db8:0:1::" + i)).isNull();
        }
        assertThat(fail("2001:db8:0:1:ffff:ffff:ffff:ffff")).isNotNull();
        assertThat(fail("2001:db8:0:2::1")).isNull();
    }

    @Test
    void countsOneCredentialFromManyAddresses() {
        for (int i = 0; i < 3; i++) {
            assertThat(fail("192.0.2." + i, "api-key ci-1")).isNull();
        }
        assertThat(fail("192.0.2.9", "api-key ci-1")).isEqualTo(Duration.ofMinutes(30));
        assertThat(fail("192.0.2.9", "api-key ci-2")).isNull();
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 300_000; i++) {
            fail("10." + (i >> 16) + '.' + (i >> 8 & 0xff) + '.' + (i & 0xff), "x" + i);
        }
        assertThat(throttle.remembered()).isLessThanOrEqualTo(200_000);
        assertThat(throttle.forgotten()).isGreaterThan(300_000);
        clock.advance(Duration.ofHours(1));
        fail("192.0.2.1");
        throttle.close();
        assertThat(throttle.remembered()).isZero();
    }
}
