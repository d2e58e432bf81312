package dev.portcullis.waf.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** The names of {@code TX} that a program spells out, each with its place. Immutable. */
final class TxNames {
    private final Keys keys;
    private final Text[] names;

    private TxNames(Keys keys, Text[] names) {
        this.keys = keys;
        this.names = names;
    }

    int size() {
        return names.length;
    }

    Text name(int place) {
        return names[place];
    }

    /** The place of a name, or -1. */
    int find(byte[] bytes, int from, int to) {
        return keys.find(bytes, from, to);
    }

    /** The place of a name in any case, or -1. */
    int find(String name) {
        byte[] bytes = Ascii.bytes(name);
        return keys.find(bytes, 0, bytes.length);
    }

    /** Gives places to names while a program is compiled. */
    static final class Builder {
        private final Keys.Builder keys = new Keys.Builder();
        private final Map<Integer, String> spellings = new LinkedHashMap<>();

        Builder() {
            for (int group = 0; group < TxStore.GROUPS; group++) {
                place(Integer.toString(group));
            }
        }

        int place(String name) {
            int place = keys.number(name);
            spellings.putIfAbsent(place, name);
            return place;
        }

        TxNames build() {
            Text[] names = new Text[spellings.size()];
            for (Map.Entry<Integer, String> spelling : spellings.entrySet()) {
                names[spelling.getKey()] = Text.of(spelling.getValue());
            }
            return new TxNames(keys.build(), names);
        }
    }
}
