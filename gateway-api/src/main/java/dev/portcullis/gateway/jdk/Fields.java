package dev.portcullis.gateway.jdk;

import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import java.util.List;
import java.util.Map;

/** Between the server's map of fields and the gateway's list of them. */
final class Fields {
    private Fields() {}

    /** The fields as the gateway sees them; the server has kept the order of lines of one name only. */
    static Headers copy(com.sun.net.httpserver.Headers from) {
        Headers.Builder to = Headers.builder(from.size());
        for (Map.Entry<String, List<String>> field : from.entrySet()) {
            List<String> values = field.getValue();
            for (int i = 0; i < values.size(); i++) {
                String value = values.get(i);
                to.add(field.getKey(), value == null ? "" : value);
            }
        }
        return to.build();
    }

    /** A fresh map of the fields after the edits. */
    static com.sun.net.httpserver.Headers edited(com.sun.net.httpserver.Headers from, List<HeaderEdit> edits) {
        com.sun.net.httpserver.Headers to = new com.sun.net.httpserver.Headers();
        for (Map.Entry<String, List<String>> field : from.entrySet()) {
            for (String value : field.getValue()) {
                to.add(field.getKey(), value);
            }
        }
        for (int i = 0; i < edits.size(); i++) {
            HeaderEdit edit = edits.get(i);
            if (edit instanceof HeaderEdit.Set set) {
                to.set(set.name(), set.value());
            } else if (edit instanceof HeaderEdit.Add add) {
                to.add(add.name(), add.value());
            } else {
                to.remove(edit.name());
            }
        }
        return to;
    }
}
