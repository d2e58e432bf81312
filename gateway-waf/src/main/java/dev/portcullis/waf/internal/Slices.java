package dev.portcullis.waf.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts, values and lists of one transaction, and the bytes it makes. All of them are taken back when it ends: nothing
 * handed out here may outlive the transaction. Each object is handed out once, so that what a transaction holds never changes
 * behind its back.
 */
final class Slices {
    /** How many of a kind are kept; what a transaction takes beyond them is its own. */
    private static final int MOST = 1024;

    private static final int STEP = 128;
    private static final int MOST_LISTS = 64;

    final Arena arena = new Arena();

    private Text[] texts = {};
    private Entry[] entries = {};
    private Entry.Transformed[] transformed = {};
    private EntryList[] lists = {};

    private int textCount;
    private int entryCount;
    private int transformedCount;
    private int listCount;

    Text text(byte[] bytes, int from, int to) {
        if (textCount == texts.length && !growTexts()) {
            return new Text(bytes, from, to);
        }
        return texts[textCount++].become(bytes, from, to);
    }

    private boolean growTexts() {
        int before = texts.length;
        if (before == MOST) {
            return false;
        }
        texts = Arrays.copyOf(texts, before + STEP);
        for (int i = before; i < texts.length; i++) {
            texts[i] = new Text(Ascii.EMPTY, 0, 0);
        }
        return true;
    }

    /** A copy of a slice. */
    Text copy(byte[] bytes, int from, int to) {
        int length = to - from;
        arena.reserve(length);
        System.arraycopy(bytes, from, arena.bytes, arena.at, length);
        return taken(length);
    }

    /** A copy of what was collected. */
    Text copy(ByteBuilder collected) {
        return copy(collected.array(), 0, collected.length());
    }

    /** One byte a character; the bytes of UTF-8 if there is a character that does not fit into one. */
    @SuppressWarnings("deprecation") // drops the upper halves, which are empty, and needs no array of its own
    Text text(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > 0xff) {
                byte[] bytes = text.getBytes(UTF_8);
                return text(bytes, 0, bytes.length);
            }
        }
        arena.reserve(length);
        text.getBytes(0, length, arena.bytes, arena.at);
        return taken(length);
    }

    /** The digits of a number. */
    Text digits(long number) {
        if (number >= 0 && number < 10) {
            arena.reserve(1);
            arena.bytes[arena.at] = (byte) ('0' + number);
            return taken(1);
        }
        return text(Long.toString(number));
    }

    private Text taken(int length) {
        int from = arena.at;
        arena.at += length;
        return text(arena.bytes, from, arena.at);
    }

    Entry entry(Text name, int key, byte[] bytes, int from, int to) {
        if (entryCount == entries.length && !growEntries()) {
            return new Entry().become(name, key, bytes, from, to);
        }
        return entries[entryCount++].become(name, key, bytes, from, to);
    }

    private boolean growEntries() {
        int before = entries.length;
        if (before == MOST) {
            return false;
        }
        entries = Arrays.copyOf(entries, before + STEP);
        for (int i = before; i < entries.length; i++) {
            entries[i] = new Entry();
        }
        return true;
    }

    /** A value without a name. */
    Entry entry(Text value) {
        return entry(Text.EMPTY, Keys.NONE, value.bytes, value.from, value.to);
    }

    /** The name of a value as a value. */
    Entry nameOf(Entry value) {
        Text name = value.name;
        return entry(name, value.key, name.bytes, name.from, name.to);
    }

    Entry.Transformed transformed(Chain chain, Text text, Entry.@Nullable Transformed older) {
        if (transformedCount == transformed.length && !growTransformed()) {
            return new Entry.Transformed().become(chain, text, older);
        }
        return transformed[transformedCount++].become(chain, text, older);
    }

    private boolean growTransformed() {
        int before = transformed.length;
        if (before == MOST) {
            return false;
        }
        transformed = Arrays.copyOf(transformed, before + STEP);
        for (int i = before; i < transformed.length; i++) {
            transformed[i] = new Entry.Transformed();
        }
        return true;
    }

    /** An empty list. */
    EntryList list() {
        if (listCount == lists.length) {
            if (listCount == MOST_LISTS) {
                return new EntryList(this);
            }
            lists = Arrays.copyOf(lists, MOST_LISTS);
            for (int i = listCount; i < MOST_LISTS; i++) {
                lists[i] = new EntryList(this);
            }
        }
        return lists[listCount++];
    }

    /** A list of one value. */
    EntryList list(Entry value) {
        EntryList list = list();
        list.add(value);
        return list;
    }

    /** The names of values, as a list. */
    EntryList namesOf(EntryList values) {
        return list().becomeNamesOf(values);
    }

    /** The transaction has ended. */
    void takeBack() {
        for (int i = 0; i < textCount; i++) {
            texts[i].leave();
        }
        for (int i = 0; i < entryCount; i++) {
            entries[i].forget();
        }
        for (int i = 0; i < transformedCount; i++) {
            transformed[i].forget();
        }
        for (int i = 0; i < listCount; i++) {
            lists[i].forget();
        }
        textCount = 0;
        entryCount = 0;
        transformedCount = 0;
        listCount = 0;
        arena.wipe();
    }
}
