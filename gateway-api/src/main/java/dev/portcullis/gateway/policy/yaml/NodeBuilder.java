package dev.portcullis.gateway.policy.yaml;

import dev.portcullis.gateway.policy.shape.Errors;
import dev.portcullis.gateway.policy.shape.Node;
import dev.portcullis.gateway.policy.shape.Position;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/** Builds the tree of one document from the events of the parser, counting what it builds. */
final class NodeBuilder {
    private static final int DEPTH = 32;
    private static final int PARTS = 400_000;

    /** The document breaks a bound, and reading it ends. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Position position;
        private final String code;
        private final String words;

        Refused(Position position, String code, String words) {
            super(words, null, false, false);
            this.position = position;
            this.code = code;
            this.words = words;
        }

        Position position() {
            return position;
        }

        String code() {
            return code;
        }

        String words() {
            return words;
        }
    }

    /** A tree and the number of its parts, which an alias repeats. */
    private record Counted(Node node, int parts) {}

    private final String file;
    private final Errors errors;
    private final ScalarResolver types;
    private final Map<Anchor, Counted> anchors = new HashMap<>();
    private int parts;

    NodeBuilder(String file, Errors errors, LoadSettings settings) {
        this.file = file;
        this.errors = errors;
        this.types = settings.getSchema().getScalarResolver();
    }

    Node document(Iterator<Event> events) {
        Event event = events.next();
        while (event.getEventId() == Event.ID.StreamStart || event.getEventId() == Event.ID.Comment) {
            event = events.next();
        }
        if (event.getEventId() == Event.ID.StreamEnd) {
            throw new Refused(new Position(file, 1, 1), "yaml-syntax", "the document is empty");
        }
        Node root = node(events.next(), events, 0);
        events.next();
        Event next = events.next();
        if (next.getEventId() != Event.ID.StreamEnd) {
            throw new Refused(at(next), "yaml-syntax", "a file holds one document; a second one begins here");
        }
        return root;
    }

    private Node node(Event event, Iterator<Event> events, int depth) {
        Position at = at(event);
        if (depth > DEPTH) {
            throw new Refused(at, "too-deep", "nested deeper than " + DEPTH + " levels");
        }
        int before = parts;
        count(at, 1);
        if (event instanceof AliasEvent alias) {
            return repeated(alias, at);
        }
        Node node;
        Optional<Anchor> anchor;
        if (event instanceof ScalarEvent scalar) {
            anchor = scalar.getAnchor();
            node = new Node.Scalar(at, value(scalar, at));
        } else if (event instanceof CollectionStartEvent collection) {
            anchor = collection.getAnchor();
            refuseTag(collection.getTag(), at);
            node = event.getEventId() == Event.ID.SequenceStart
                    ? sequence(at, events, depth)
                    : mapping(at, events, depth);
        } else {
            throw new IllegalStateException("unexpected " + event.getEventId());
        }
        int counted = parts - before;
        // only now: an alias inside its own anchor would never end
        anchor.ifPresent(name -> anchors.put(name, new Counted(node, counted)));
        return node;
    }

    private Node repeated(AliasEvent alias, Position at) {
        Counted target = anchors.get(alias.getAlias());
        if (target == null) {
            throw new Refused(at, "yaml-syntax", "the alias *" + alias.getAlias() + " has no anchor before it");
        }
        count(at, target.parts());
        return target.node();
    }

    private void count(Position at, int more) {
        parts += more;
        if (parts > PARTS) {
            throw new Refused(at, "too-large", "the document has more than " + PARTS + " parts, aliases included");
        }
    }

    private Node sequence(Position at, Iterator<Event> events, int depth) {
        List<Node> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, events, depth + 1));
        }
        return new Node.Sequence(at, items);
    }

    private Node mapping(Position at, Iterator<Event> events, int depth) {
        Map<String, Position> seen = new HashMap<>();
        List<Node.Entry> entries = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Position keyAt = at(event);
            Node key = node(event, events, depth + 1);
            Node value = node(events.next(), events, depth + 1);
            if (!(key instanceof Node.Scalar scalar) || !(scalar.value() instanceof String name)) {
                errors.add(keyAt, "wrong-type", "a key must be a text, found " + key.kind());
                continue;
            }
            Position first = seen.putIfAbsent(name, keyAt);
            if (first == null) {
                entries.add(new Node.Entry(keyAt, name, value));
            } else {
                String shown = name.length() > 60 ? name.substring(0, 60) : name;
                errors.note(
                        keyAt,
                        "duplicate-key",
                        "duplicate key \"" + shown + "\"; it is already given on line " + first.line());
            }
        }
        return new Node.Mapping(at, entries);
    }

    private @Nullable Object value(ScalarEvent scalar, Position at) {
        String text = scalar.getValue();
        refuseTag(scalar.getTag(), at);
        if (!scalar.isPlain()) {
            return text;
        }
        Tag tag = types.resolve(text, true);
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        if (tag.equals(Tag.INT)) {
            BigInteger number = new BigInteger(text);
            return number.bitLength() < 64 ? (Object) number.longValue() : number;
        }
        return tag.equals(Tag.FLOAT) ? (Object) Double.valueOf(text) : text;
    }

    private void refuseTag(Optional<String> tag, Position at) {
        if (tag.isPresent() && !tag.get().equals("!")) {
            errors.add(at, "yaml-syntax", "tags are not used in a policy; leave out " + tag.get());
        }
    }

    private Position at(Event event) {
        return YamlReader.position(file, event.getStartMark());
    }
}
