package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.BodyLimit;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of one filter; a node of a list.
 *
 * @param <F> the kind of callback
 */
final class Hook<F> {
    final int filter;
    final @Nullable ShadowExchange shadow;
    final F callback;
    final BodyLimit limit;

    @Nullable
    Hook<F> next;

    Hook(int filter, @Nullable ShadowExchange shadow, F callback, BodyLimit limit) {
        this.filter = filter;
        this.shadow = shadow;
        this.callback = callback;
        this.limit = limit;
    }

    boolean inShadow() {
        return shadow != null;
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
