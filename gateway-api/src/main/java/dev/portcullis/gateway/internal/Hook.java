package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.BodyLimit;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of one filter; a node of a list. Most are of an enforced filter and of no body: these carry nothing more.
 *
 * @param <F> the kind of callback
 */
class Hook<F> {
    private static final BodyLimit NO_BODY = BodyLimit.reject(0);

    final int filter;
    final F callback;

    @Nullable
    Hook<F> next;

    private Hook(int filter, F callback) {
        this.filter = filter;
        this.callback = callback;
    }

    /** A subscription to anything but a body. */
    static <F> Hook<F> of(int filter, @Nullable ShadowExchange shadow, F callback) {
        return shadow == null ? new Hook<>(filter, callback) : new Wide<>(filter, shadow, callback, NO_BODY);
    }

    /** A subscription to a body. */
    static <F> Hook<F> ofBody(int filter, @Nullable ShadowExchange shadow, F callback, BodyLimit limit) {
        return new Wide<>(filter, shadow, callback, limit);
    }

    /** What a filter in shadow sees of the exchange; {@code null} for one that is enforced. */
    @Nullable
    ShadowExchange shadow() {
        return null;
    }

    /** How much of a body is shown. */
    BodyLimit limit() {
        return NO_BODY;
    }

    final boolean inShadow() {
        return shadow() != null;
    }

    private static final class Wide<F> extends Hook<F> {
        private final @Nullable ShadowExchange shadow;
        private final BodyLimit limit;

        Wide(int filter, @Nullable ShadowExchange shadow, F callback, BodyLimit limit) {
            super(filter, callback);
            this.shadow = shadow;
            this.limit = limit;
        }

        @Override
        @Nullable
        ShadowExchange shadow() {
            return shadow;
        }

        @Override
        BodyLimit limit() {
            return limit;
        }
    }

    /** The list with one more, after all hooks of the same and of earlier filters. */
    static <F> Hook<F> insert(@Nullable Hook<F> list, Hook<F> hook) {
        if (list == null || list.filter > hook.filter) {
            hook.next = list;
            return hook;
        }
        Hook<F> at = list;
        Hook<F> following = at.next;
        while (following != null && following.filter <= hook.filter) {
            at = following;
            following = at.next;
        }
        at.next = hook;
        hook.next = following;
        return list;
    }
}
