package dev.portcullis.gateway.policy.spi;

import dev.portcullis.gateway.Key;
import java.util.Map;

/**
 * The caller of a policy's test: what a verified credential would have said. It stands on the exchange before the first
 * filter, and only in a gateway that was made for {@link Purpose#CHECK}; an authentication filter makes a
 * {@link dev.portcullis.gateway.Principal} of it by its own settings, as of a token that it verified, and takes no other
 * credential there.
 *
 * @param claims as the test gives them: texts, numbers, flags, lists and maps of these
 */
public record TestCaller(Map<String, Object> claims) {
    /** On the exchanges of tests that have a caller. */
    public static final Key<TestCaller> KEY = Key.of("test-caller", TestCaller.class);

    /** Copies the claims. */
    public TestCaller {
        claims = Map.copyOf(claims);
    }
}
