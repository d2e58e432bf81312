package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.HeaderEdits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The edits to one head, in order, until they are taken. */
final class EditList implements HeaderEdits {
    private final @Nullable LiveExchange exchange;
    private @Nullable List<HeaderEdit> edits;
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
        } finally {
            if (entered) {
                live.exit();
            }
        }
        return this;
    }

    /** The edits so far; further ones are refused. */
    List<HeaderEdit> take() {
        taken = true;
        List<HeaderEdit> list = edits;
        return list == null ? List.of() : list;
    }

    boolean isEmpty() {
        return edits == null;
    }
}
