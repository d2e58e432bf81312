package dev.portcullis.ratelimit;

import dev.portcullis.ratelimit.shared.StoreSettings;

/** Says in the trail of a request that its limits were judged without the store; nothing is thrown. */
final class StoreUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    StoreUnavailableException(StoreSettings.OnOutage instead) {
        super("the rate limit store is not available: " + instead, null, false, false);
    }
}
