package dev.portcullis.gateway.tls;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;

/** Counts how handshakes ended; lives as long as the server, whatever rotates. Thread-safe. */
final class Handshakes {
    private final LongAdder completed = new LongAdder();
    private final Map<PeerRefusal, LongAdder> refused = new EnumMap<>(PeerRefusal.class);

    Handshakes() {
        for (PeerRefusal why : PeerRefusal.values()) {
            refused.put(why, new LongAdder());
        }
    }

    void complete() {
        completed.increment();
    }

    void failed(SSLException failure) {
        adder(PeerRefused.why(failure)).increment();
    }

    long completed() {
        return completed.sum();
    }

    long refused(PeerRefusal why) {
        return adder(why).sum();
    }

    private LongAdder adder(PeerRefusal why) {
        LongAdder adder = refused.get(why);
        if (adder == null) {
            throw new IllegalStateException("every refusal has a counter");
        }
        return adder;
    }
}
