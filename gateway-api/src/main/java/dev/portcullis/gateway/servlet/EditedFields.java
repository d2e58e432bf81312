package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import jakarta.servlet.http.Cookie;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The request fields after the gateway's edits, and what the servlet API derives from fields. */
final class EditedFields {
    private static final int MOST_LOCALES = 32;

    private final Headers received;
    private final List<HeaderEdit> edits;
    private @Nullable Headers edited; // immutable, so that threads which make it at once do no harm

    private EditedFields(Headers received, List<HeaderEdit> edits) {
        this.received = received;
        this.edits = edits;
    }

    /**
     * The edited fields, made when somebody asks for one; {@code null} where nothing was edited and the container's own will
     * do.
     *
     * @param edits not changed any more
     */
    static @Nullable EditedFields of(Headers received, List<HeaderEdit> edits) {
        return edits.isEmpty() ? null : new EditedFields(received, edits);
    }

    private Headers fields() {
        Headers made = edited;
        if (made == null) {
            made = HeaderEdit.applyAll(edits, received);
            edited = made;
        }
        return made;
    }

    boolean edits(String name) {
        for (int i = 0; i < edits.size(); i++) {
            if (edits.get(i).name().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    String first(String name) {
        Headers fields = fields();
        int at = fields.indexOf(name, 0);
        return at < 0 ? null : fields.value(at);
    }

    Enumeration<String> all(String name) {
        return Collections.enumeration(fields().all(name));
    }

    Enumeration<String> names() {
        Headers fields = fields();
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < fields.size(); i++) {
            names.add(fields.name(i));
        }
        return Collections.enumeration(names);
    }

    /** The date of a field in the one form that senders may use (RFC 9110, section 5.6.7), or -1. */
    long date(String name) {
        String value = first(name);
        if (value == null) {
            return -1;
        }
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME
                    .parse(value, Instant::from)
                    .toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + ": an HTTP date expected", e);
        }
    }

    /** The cookies that have a name a cookie may have (RFC 6265, section 4.2); {@code null} without any. */
    Cookie @Nullable [] cookies() {
        List<Cookie> cookies = new ArrayList<>();
        for (String line : fields().all("Cookie")) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    add(
                            cookies,
                            pair.substring(0, equals).trim(),
                            pair.substring(equals + 1).trim());
                }
            }
        }
        return cookies.isEmpty() ? null : cookies.toArray(new Cookie[0]);
    }

    private static void add(List<Cookie> cookies, String name, String value) {
        try {
            cookies.add(new Cookie(name, value));
        } catch (IllegalArgumentException e) {
            // no name of a cookie: containers leave it out as well
        }
    }

    /** The languages that the client accepts, best first; the system's own where it names none. */
    List<Locale> locales() {
        List<Locale> locales = new ArrayList<>();
        for (String line : fields().all("Accept-Language")) {
            try {
                for (Locale.LanguageRange range : Locale.LanguageRange.parse(line)) {
                    if (!range.getRange().equals("*") && range.getWeight() > 0 && locales.size() < MOST_LOCALES) {
                        locales.add(Locale.forLanguageTag(range.getRange()));
                    }
                }
            } catch (IllegalArgumentException e) {
                // no list of languages: as if it were not there
            }
        }
        return locales.isEmpty() ? List.of(Locale.getDefault()) : locales;
    }
}
