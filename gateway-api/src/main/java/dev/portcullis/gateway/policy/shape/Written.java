package dev.portcullis.gateway.policy.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes nodes of plain values, as a document would have them. */
final class Written {
    private static final Position NOWHERE = new Position("default", 0, 0);

    private Written() {}

    static Node node(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<Node.Entry> entries = new ArrayList<>();
            map.forEach((key, item) -> entries.add(new Node.Entry(NOWHERE, String.valueOf(key), node(item))));
            return new Node.Mapping(NOWHERE, entries);
        }
        if (value instanceof List<?> list) {
            List<Node> items = new ArrayList<>();
            list.forEach(item -> items.add(node(item)));
            return new Node.Sequence(NOWHERE, items);
        }
        return new Node.Scalar(NOWHERE, value instanceof Integer number ? Long.valueOf(number) : value);
    }
}
