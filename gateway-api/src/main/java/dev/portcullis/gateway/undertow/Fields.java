package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.util.List;

/**
 * Between Undertow's header map and {@link Headers}. The map keeps the order of the lines of one name, not that of
 * different names.
 */
final class Fields {
    private Fields() {}

    static Headers copy(HeaderMap map) {
        Headers.Builder copy = Headers.builder(map.size() + 4);
        for (long at = map.fastIterateNonEmpty(); at != -1L; at = map.fiNextNonEmpty(at)) {
            HeaderValues values = map.fiCurrent(at);
            String name = values.getHeaderName().toString();
            if (name.startsWith(":")) {
                continue; // a pseudo field of HTTP/2; Undertow has turned it into the method, the target or Host
            }
            for (int i = 0; i < values.size(); i++) {
                copy.add(name, values.get(i));
            }
        }
        return copy.build();
    }

    static void apply(List<HeaderEdit> edits, HeaderMap map) {
        for (int i = 0; i < edits.size(); i++) {
            HeaderEdit edit = edits.get(i);
            HttpString key = HttpString.tryFromString(edit.name()); // a token, so it is one
            if (edit instanceof HeaderEdit.Set set) {
                map.put(key, set.value());
            } else if (edit instanceof HeaderEdit.Add add) {
                map.add(key, add.value());
            } else {
                map.remove(key);
            }
        }
    }

    static void replace(HeaderMap map, Headers with) {
        map.clear();
        for (int i = 0; i < with.size(); i++) {
            map.add(HttpString.tryFromString(with.name(i)), with.value(i));
        }
    }
}
