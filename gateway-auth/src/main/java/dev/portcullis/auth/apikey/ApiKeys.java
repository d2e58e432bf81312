package dev.portcullis.auth.apikey;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The API keys that are accepted. A presented key is compared by its HMAC, and the time that takes tells nothing about the
 * keys: it is the same for a wrong key, an unknown id and a good key. An id may be listed more than once while its keys are
 * being exchanged; all but one of them say then when they end.
 *
 * <p>Immutable and thread-safe.
 */
public final class ApiKeys {
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Entry(byte[] mac, ApiKey key) {}

    private static final Entry[] NOBODY = new Entry[0];

    private final KeyMac mac;
    private final Map<String, Entry[]> byId;
    private final byte[] noKey = new byte[KeyMac.LENGTH];

    private ApiKeys(KeyMac mac, Map<String, Entry[]> byId) {
        this.mac = mac;
        this.byId = byId;
    }

    /**
     * These keys.
     *
     * @param hmacKey the secret that the MACs were made with; copied
     * @throws IllegalArgumentException if two entries are for the same key, or an id is listed twice without an end
     */
    public static ApiKeys of(byte[] hmacKey, List<ApiKey> keys) {
        Map<String, List<Entry>> byId = new HashMap<>();
        Set<String> macs = new HashSet<>();
        for (ApiKey key : keys) {
            if (!macs.add(key.mac().toLowerCase(java.util.Locale.ROOT))) {
                throw new IllegalArgumentException("the key \"" + key.id() + "\" is listed twice");
            }
            List<Entry> same = byId.computeIfAbsent(key.id(), unused -> new ArrayList<>());
            boolean endless = key.notAfter() == null;
            if (endless && same.stream().anyMatch(other -> other.key().notAfter() == null)) {
                throw new IllegalArgumentException("the id \"" + key.id()
                        + "\" is listed twice; while its keys are being exchanged, the old one needs notAfter");
            }
            same.add(new Entry(key.macBytes(), key));
        }
        Map<String, Entry[]> arrays = new HashMap<>();
        byId.forEach((id, entries) -> arrays.put(id, entries.toArray(Entry[]::new)));
        return new ApiKeys(new KeyMac(hmacKey), Map.copyOf(arrays));
    }

    /**
     * The id that a presented text names, believed or not: the longest that is known, else the longest. Empty where the text
     * has not the form of a key.
     */
    public Optional<String> idIn(String presented) {
        Optional<String> longest = ApiKeyText.id(presented);
        for (String id = longest.orElse(null); id != null; id = ApiKeyText.shorter(id)) {
            if (byId.containsKey(id)) {
                return Optional.of(id);
            }
        }
        return longest;
    }

    /** Looks a presented key up. */
    public ApiKeyLookup find(String presented, Instant now) {
        requireNonNull(now, "now");
        String id = ApiKeyText.id(presented).orElse(null);
        if (id == null) {
            return new ApiKeyLookup.Malformed();
        }
        byte[] shown = mac.of(presented);
        boolean unused = MessageDigest.isEqual(shown, noKey); // an unknown id costs what a known one does
        ApiKey found = null;
        for (String named = id; named != null; named = ApiKeyText.shorter(named)) {
            for (Entry candidate : byId.getOrDefault(named, NOBODY)) {
                if (MessageDigest.isEqual(shown, candidate.mac())) {
                    found = candidate.key();
                }
            }
        }
        if (found == null) {
            return new ApiKeyLookup.Unknown();
        }
        return found.ended(now) ? new ApiKeyLookup.Ended(found.id()) : new ApiKeyLookup.Known(found);
    }

    /** How many keys there are. */
    public int size() {
        return byId.values().stream().mapToInt(entries -> entries.length).sum();
    }
}
