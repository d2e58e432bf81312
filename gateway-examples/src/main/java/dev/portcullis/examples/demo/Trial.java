package dev.portcullis.examples.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One request of the demonstration, what is expected of it, and what it shows.
 *
 * @param method the method
 * @param target the target as it goes over the wire
 * @param fields header lines
 * @param content the body
 * @param status the status that is expected
 * @param reason the reason code that is expected, or {@code ok} for an answer of the service
 * @param shows what a reader learns from it
 * @param further what the answer must be like beyond its status
 * @param over carries it, or {@code null} for the plain listener
 */
@SuppressWarnings("ArrayRecordComponent") // sent as it is, never compared
record Trial(
        String method,
        String target,
        List<String> fields,
        byte[] content,
        int status,
        String reason,
        String shows,
        Predicate<RawClient.Answer> further,
        @Nullable Carrier over) {
    /** Carries a request in a way of its own. */
    interface Carrier {
        RawClient.Answer send(byte[] head, byte[] content) throws IOException;
    }

    static final String OK = "ok";

    static Trial of(String method, String target, int status, String reason, String shows) {
        return new Trial(method, target, List.of(), new byte[0], status, reason, shows, answer -> true, null);
    }

    Trial with(String field) {
        List<String> more = new ArrayList<>(fields);
        more.add(field);
        return new Trial(method, target, more, content, status, reason, shows, further, over);
    }

    Trial sending(String text) {
        return sending(text.getBytes(ISO_8859_1));
    }

    Trial sending(byte[] bytes) {
        return new Trial(method, target, fields, bytes, status, reason, shows, further, over);
    }

    Trial expecting(Predicate<RawClient.Answer> more) {
        return new Trial(method, target, fields, content, status, reason, shows, more, over);
    }

    Trial through(Carrier carrier) {
        return new Trial(method, target, fields, content, status, reason, shows, further, carrier);
    }

    byte[] head(String host) {
        StringBuilder head =
                new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(host).append("\r\n");
        boolean framed = false;
        for (String field : fields) {
            head.append(field).append("\r\n");
            framed |= field.startsWith("Content-Length") || field.startsWith("Transfer-Encoding");
        }
        if (content.length > 0 && !framed) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }
}
