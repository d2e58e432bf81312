package dev.portcullis.auth.jwks;

/** Whether a fetch took a key away. */
final class JwkDiff {
    private JwkDiff() {}

    static boolean keepsAll(VerificationKeys before, VerificationKeys after) {
        for (VerificationKey key : before.keys()) {
            if (after.keys().stream().noneMatch(key::sameAs)) {
                return false;
            }
        }
        return true;
    }
}
