package dev.portcullis.auth.jwks;

import java.util.concurrent.CompletionStage;

/** Asks an issuer for its keys. Bounded in size and time by whoever implements it; may complete on any thread. */
@FunctionalInterface
public interface KeyFetch {
    /** The keys; fails where they cannot be had or used. */
    CompletionStage<VerificationKeys> fetch();
}
