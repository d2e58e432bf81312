package dev.portcullis.gateway.policy.shape;

import org.jspecify.annotations.Nullable;

/**
 * The way from the top of a document to one of its parts, as people name it: {@code authentication.jwt[0]}. The leading
 * {@code spec} is left out of the text, because everything is in it.
 */
public final class Place {
    /** The document itself. */
    public static final Place TOP = new Place(null, null, -1);

    private final @Nullable Place parent;
    private final @Nullable String member;
    private final int item;

    private Place(@Nullable Place parent, @Nullable String member, int item) {
        this.parent = parent;
        this.member = member;
        this.item = item;
    }

    /** The member of this name. */
    public Place member(String name) {
        return new Place(this, name, -1);
    }

    /** The item at this index, counted from 0. */
    public Place item(int index) {
        return new Place(this, null, index);
    }

    /**
     * Where it stands in a document: the value itself, or the last part on the way to it that is written there.
     *
     * @param root the document
     */
    public Position in(Node root) {
        for (Place place = this; place != null; place = place.parent) {
            Node found = place.find(root);
            if (found != null) {
                return found.at();
            }
        }
        return root.at();
    }

    private @Nullable Node find(Node root) {
        if (parent == null) {
            return root;
        }
        Node above = parent.find(root);
        if (member != null) {
            Node.Entry entry = above instanceof Node.Mapping mapping ? mapping.entry(member) : null;
            return entry == null ? null : entry.value();
        }
        return above instanceof Node.Sequence list && item < list.items().size()
                ? list.items().get(item)
                : null;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        write(text);
        if (text.isEmpty()) {
            return "the document";
        }
        return text.indexOf("spec.") == 0 ? text.substring("spec.".length()) : text.toString();
    }

    private void write(StringBuilder text) {
        if (parent == null) {
            return;
        }
        parent.write(text);
        if (member == null) {
            text.append('[').append(item).append(']');
            return;
        }
        if (!text.isEmpty()) {
            text.append('.');
        }
        text.append(member);
    }
}
