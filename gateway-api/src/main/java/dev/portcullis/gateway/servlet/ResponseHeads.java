package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Step;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The head of a response that the container has not sent yet: read, edited, replaced. */
final class ResponseHeads {
    private static final String TYPE = "Content-Type";
    private static final String LENGTH = "Content-Length";

    private ResponseHeads() {}

    static Headers read(HttpServletResponse response) {
        Collection<String> names = response.getHeaderNames();
        Headers.Builder read = Headers.builder(names.size() + 1);
        boolean typed = false;
        for (String name : names instanceof Set ? names : new LinkedHashSet<>(names)) { // Tomcat tells one a line
            typed |= name.equalsIgnoreCase(TYPE);
            for (String value : response.getHeaders(name)) {
                read.add(name, value);
            }
        }
        if (!typed && response.getContentType() != null) {
            read.add(TYPE, response.getContentType());
        }
        return read.build();
    }

    /**
     * Applies the edits. What was applied already is not applied twice: an error page may start from a head that was edited
     * before the container cleared it, or from one that still has the edits.
     */
    static void edit(HttpServletResponse response, List<HeaderEdit> edits) {
        for (int i = 0; i < edits.size(); i++) {
            HeaderEdit edit = edits.get(i);
            if (edit instanceof HeaderEdit.Set set) {
                response.setHeader(set.name(), set.value());
            } else if (edit instanceof HeaderEdit.Add add) {
                boolean isNew = !response.containsHeader(add.name());
                if (isNew || !response.getHeaders(add.name()).contains(add.value())) {
                    response.addHeader(add.name(), add.value());
                }
            } else {
                remove(response, edit.name());
            }
        }
    }

    /** Whether the head has a field of this name; Tomcat keeps the type elsewhere. */
    static boolean has(HttpServletResponse response, String name) {
        return response.containsHeader(name) || (name.equalsIgnoreCase(TYPE) && response.getContentType() != null);
    }

    /** Servlet 6.0 has no way to remove a field: where {@code null} does not do it, everything else is set anew. */
    private static void remove(HttpServletResponse response, String name) {
        if (name.equalsIgnoreCase(TYPE)) {
            response.setContentType(null);
        } else if (response.containsHeader(name)) {
            response.setHeader(name, null);
        }
        if (!response.containsHeader(name)) {
            return;
        }
        Headers kept = read(response).without(name);
        int status = response.getStatus();
        response.reset();
        response.setStatus(status);
        write(response, kept);
    }

    static void replace(HttpServletResponse response, Step.Reply reply) {
        response.reset();
        response.setStatus(reply.status());
        write(response, reply.headers());
    }

    private static void write(HttpServletResponse response, Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            String value = headers.value(i);
            if (name.equalsIgnoreCase(TYPE)) {
                response.setContentType(value);
            } else if (name.equalsIgnoreCase(LENGTH)) {
                response.setContentLengthLong(Long.parseLong(value));
            } else {
                response.addHeader(name, value);
            }
        }
    }

    /** Whether the container is left to choose the framing: nothing was said about it, and content is possible. */
    static boolean mayAnnounceLength(HttpServletResponse response) {
        int status = response.getStatus();
        return status >= 200
                && status != HttpServletResponse.SC_NO_CONTENT
                && status != HttpServletResponse.SC_NOT_MODIFIED
                && !response.containsHeader(LENGTH)
                && !response.containsHeader("Transfer-Encoding")
                && response.getTrailerFields() == null;
    }
}
