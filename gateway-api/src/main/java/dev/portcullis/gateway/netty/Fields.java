package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Trailers;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Between Netty's fields and the gateway's. */
final class Fields {
    private Fields() {}

    static Headers copy(HttpHeaders from) {
        if (from.isEmpty()) {
            return Headers.EMPTY;
        }
        Headers.Builder to = Headers.builder(from.size());
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = from.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            to.add(field.getKey().toString(), field.getValue().toString());
        }
        return to.build();
    }

    static void apply(List<HeaderEdit> edits, HttpHeaders to) {
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
    }

    static void addAll(Headers from, HttpHeaders to) {
        for (int i = 0; i < from.size(); i++) {
            to.add(from.name(i), from.value(i));
        }
    }

    /** Leaves of the trailers what a handler may see. */
    static void strip(HttpHeaders trailers, Exchange exchange) {
        if (!trailers.isEmpty()) {
            Headers kept = Trailers.forHandler(exchange, copy(trailers));
            trailers.clear();
            addAll(kept, trailers);
        }
    }
}
