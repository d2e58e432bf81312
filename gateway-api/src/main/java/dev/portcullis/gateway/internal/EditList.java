package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.HeaderEdits;
import dev.portcullis.gateway.Headers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The edits to one head, in order, until they are taken. */
final class EditList implements HeaderEdits {
    private final @Nullable LiveExchange exchange;
    private @Nullable List<HeaderEdit> edits;
    private @Nullable BitSet defaults; // which of them count only where the name is absent
    private boolean taken;

    private EditList(@Nullable LiveExchange exchange) {
        this.exchange = exchange;
    }

    /** Edits that count. */
    static EditList of(LiveExchange exchange) {
        return new EditList(exchange);
    }

    /** Edits that are checked and dropped: what a filter in shadow writes. */
    static EditList dropping() {
        return new EditList(null);
    }

    @Override
    public HeaderEdits set(String name, String value) {
        FieldSyntax.checkEditable(name);
        FieldSyntax.checkValue(name, value);
        return add(new HeaderEdit.Set(name, value));
    }

    @Override
    public HeaderEdits setIfAbsent(String name, String value) {
        FieldSyntax.checkEditable(name);
        FieldSyntax.checkValue(name, value);
        return add(new HeaderEdit.Add(name, value), true);
    }

    @Override
    public HeaderEdits add(String name, String value) {
        FieldSyntax.checkEditable(name);
        FieldSyntax.checkValue(name, value);
        return add(new HeaderEdit.Add(name, value));
    }

    @Override
    public HeaderEdits remove(String name) {
        FieldSyntax.checkEditable(name);
        return add(new HeaderEdit.Remove(name));
    }

    private EditList add(HeaderEdit edit) {
        return add(edit, false);
    }

    private EditList add(HeaderEdit edit, boolean isDefault) {
        LiveExchange live = exchange;
        if (live == null) {
            return this;
        }
        boolean entered = live.enterForChange();
        try {
            if (taken) {
                throw new IllegalStateException("header edit too late: the head has already gone on");
            }
            if (edits == null) {
                edits = new ArrayList<>(4);
            }
            requireNonNull(edits).add(edit);
            if (isDefault) {
                defaults = defaults == null ? new BitSet() : defaults;
                requireNonNull(defaults).set(requireNonNull(edits).size() - 1);
            }
        } finally {
            live.exitAfterChange(entered);
        }
        return this;
    }

    /** The edits so far, settled against the head that they are for; further ones are refused. */
    List<HeaderEdit> take(Headers head) {
        return defaults == null ? taken() : take(head::contains);
    }

    /**
     * The same.
     *
     * @param isThere whether the head has a field of this name
     */
    List<HeaderEdit> take(Predicate<String> isThere) {
        List<HeaderEdit> list = taken();
        BitSet open = defaults;
        if (open == null) {
            return list;
        }
        List<HeaderEdit> settled = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            HeaderEdit edit = list.get(i);
            if (!open.get(i) || !isThere(edit.name(), settled, isThere)) {
                settled.add(edit);
            }
        }
        edits = settled;
        defaults = null;
        return settled;
    }

    private List<HeaderEdit> taken() {
        close();
        List<HeaderEdit> list = edits;
        return list == null ? List.of() : list;
    }

    /** Refuses further edits. */
    void close() {
        taken = true;
    }

    private static boolean isThere(String name, List<HeaderEdit> earlier, Predicate<String> head) {
        for (int i = earlier.size() - 1; i >= 0; i--) {
            if (earlier.get(i).name().equalsIgnoreCase(name)) {
                return !(earlier.get(i) instanceof HeaderEdit.Remove);
            }
        }
        return head.test(name);
    }

    boolean isEmpty() {
        return edits == null;
    }
}
