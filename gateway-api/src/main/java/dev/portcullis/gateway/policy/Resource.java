package dev.portcullis.gateway.policy;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that a provider made and that several policies may use, one after the other and for a while together. The last
 * to let go closes it.
 */
final class Resource {
    private static final Logger LOG = LoggerFactory.getLogger(Policy.class);

    private final String key;
    private final Object settings;
    private final Object value;
    private final AtomicInteger users = new AtomicInteger(1);

    Resource(String key, Object settings, Object value) {
        this.key = key;
        this.settings = settings;
        this.value = value;
    }

    boolean madeOf(Object other) {
        return settings.equals(other);
    }

    Object value() {
        return value;
    }

    Resource retain() {
        users.incrementAndGet();
        return this;
    }

    void release() {
        if (users.decrementAndGet() != 0 || !(value instanceof AutoCloseable closeable)) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception e) { // whatever it is, the others are closed as well
            LOG.warn("could not close {}: {}", key, e.toString());
        }
    }
}
