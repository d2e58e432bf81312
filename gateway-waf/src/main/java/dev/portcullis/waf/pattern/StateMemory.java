package dev.portcullis.waf.pattern;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bound on the memory that the lazily built states of many patterns take together. Where it is used up, patterns
 * that need another state have the states of all patterns dropped, so that those needed now take the place of those an
 * earlier value asked for. A pattern that
 * finds no room still has 16 KiB of its own, and twice as much if it tells bounds, which are not counted here.
 *
 * <p>Safe for use by many threads. A pattern that is no longer referenced gives its part back.
 */
public final class StateMemory {
    private final long limit;
    private final List<Account> accounts = new ArrayList<>();
    private long used;

    private StateMemory(long limit) {
        this.limit = limit;
    }

    /**
     * A memory of at most the given number of bytes, as estimated from the sizes of arrays and objects.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public static StateMemory ofBytes(long limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        return new StateMemory(limit);
    }

    /** The bound, in bytes. */
    public long limit() {
        return limit;
    }

    /** The bytes that states take now. */
    public synchronized long used() {
        dropUnreferenced();
        return used;
    }

    synchronized Account open(StateOwner owner) {
        Account account = new Account(owner);
        accounts.add(account);
        if ((accounts.size() & 63) == 0) {
            dropUnreferenced();
        }
        return account;
    }

    synchronized boolean reserve(Account account, long bytes) {
        if (used + bytes > limit) {
            dropUnreferenced();
        }
        if (used + bytes > limit) {
            return false;
        }
        used += bytes;
        account.bytes += bytes;
        return true;
    }

    synchronized void release(Account account, long bytes) {
        used -= bytes;
        account.bytes -= bytes;
    }

    /**
     * Drops the states of all patterns if there is no room for the bytes, and there could be. Since what is dropped fills
     * the memory, building it again is no more work than building it was. Not to be called under an owner's lock.
     */
    void makeRoom(long bytes) {
        List<StateOwner> owners = new ArrayList<>();
        synchronized (this) {
            if (bytes > limit || used + bytes <= limit) {
                return;
            }
            for (Account account : accounts) {
                StateOwner owner = account.owner.get();
                if (owner != null) {
                    owners.add(owner);
                }
            }
        }
        owners.forEach(StateOwner::dropStates);
    }

    private void dropUnreferenced() {
        Iterator<Account> each = accounts.iterator();
        while (each.hasNext()) {
            Account account = each.next();
            if (account.owner.get() == null) {
                used -= account.bytes;
                each.remove();
            }
        }
    }

    /** What one pattern has taken. */
    static final class Account {
        private final WeakReference<@Nullable StateOwner> owner;
        private long bytes;

        private Account(StateOwner owner) {
            this.owner = new WeakReference<>(owner);
        }
    }
}
