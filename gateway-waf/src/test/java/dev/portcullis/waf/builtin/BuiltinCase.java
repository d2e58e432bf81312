package dev.portcullis.waf.builtin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.waf.Transaction;
import dev.portcullis.waf.Waf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One request (or answer) of the tables {@code attacks.tsv} and {@code benign.tsv}.
 *
 * @param rule the rule that must match, or 0
 * @param where which part of the exchange holds the value
 * @param value the value, escapes resolved
 */
record BuiltinCase(int rule, String where, String value) {
    private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0";
    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "json", "application/json",
            "text", "text/plain",
            "form", "application/x-www-form-urlencoded",
            "multipart", "multipart/form-data; boundary=b7e1");

    static List<BuiltinCase> attacks() {
        List<BuiltinCase> cases = new ArrayList<>();
        for (String[] row : rows("attacks.tsv", 3)) {
            cases.add(new BuiltinCase(Integer.parseInt(row[0]), row[1], unescape(row[2])));
        }
        return cases;
    }

    static List<BuiltinCase> benign() {
        List<BuiltinCase> cases = new ArrayList<>();
        for (String[] row : rows("benign.tsv", 2)) {
            cases.add(new BuiltinCase(0, row[0], unescape(row[1])));
        }
        return cases;
    }

    /** Plays the case through all phases. */
    Transaction play(Waf waf) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Host", List.of("shop.example"));
        headers.put("User-Agent", List.of(AGENT));
        headers.put("Accept", List.of("*/*"));
        String method = "GET";
        String uri = "/search";
        byte[] body = new byte[0];
        int status = 200;
        String answer = "<p>Fine.</p>";
        if (where.startsWith("h:")) {
            headers.put(where.substring(2), List.of(value));
        } else if (where.startsWith("h0:")) {
            headers.remove(where.substring(3));
        } else if (where.startsWith("h2:")) {
            String[] names = where.substring(3).split(",", -1);
            String[] values = value.split(",", -1);
            method = "POST";
            for (int i = 0; i < names.length; i++) {
                headers.put(
                        names[i],
                        i > 0 && names[i].equals(names[0]) ? List.of(values[0], values[i]) : List.of(values[i]));
            }
        } else if (where.startsWith("p:")) {
            uri = "/search?" + where.substring(2) + "=" + encoded(value);
        } else {
            switch (where) {
                case "q" -> uri = "/search?q=" + encoded(value);
                case "name" -> uri = "/search?" + encoded(value) + "=1";
                case "referred-name" -> {
                    uri = "/login?" + encoded(value) + "=abc123";
                    headers.put("Referer", List.of("https://other.example/page"));
                }
                case "uri", "path" -> uri = value;
                case "method" -> method = value;
                case "cookie" -> headers.put("Cookie", List.of("theme=" + value));
                case "get-length" -> headers.put("Content-Length", List.of(value));
                case "json", "text", "form", "multipart" -> {
                    method = "POST";
                    headers.put("Content-Type", List.of(CONTENT_TYPES.get(where)));
                    body = value.getBytes(UTF_8);
                }
                case "file" -> {
                    method = "POST";
                    headers.put("Content-Type", List.of("multipart/form-data; boundary=----b7e151628aed2a"));
                    body = ("------b7e151628aed2a\r\nContent-Disposition: form-data; name=\"upload\"; filename=\""
                                    + value + "\"\r\nContent-Type: image/jpeg\r\n\r\nabc\r\n------b7e151628aed2a--\r\n")
                            .getBytes(UTF_8);
                }
                case "answer" -> answer = value;
                case "status" -> status = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("no such place: " + where);
            }
        }
        if (body.length > 0) {
            headers.put("Content-Length", List.of(Integer.toString(body.length)));
        }
        return play(waf, method, uri, headers, body, status, answer);
    }

    private static Transaction play(
            Waf waf,
            String method,
            String uri,
            Map<String, List<String>> headers,
            byte[] body,
            int status,
            String answer) {
        Transaction t = waf.begin().connection("192.0.2.1", 40000, "198.51.100.1", 443);
        t.requestLine(method, uri, "HTTP/1.1");
        headers.forEach((name, values) -> values.forEach(each -> t.requestHeader(name, each)));
        if (t.requestHead().isEmpty()
                && t.requestBody(body, 0, body.length, false).isEmpty()) {
            t.responseLine(status, "HTTP/1.1").responseHeader("Content-Type", "text/html; charset=utf-8");
            byte[] bytes = answer.getBytes(UTF_8);
            if (t.responseHead().isEmpty()) {
                t.responseBody(bytes, 0, bytes.length, false);
            }
        }
        t.finish();
        return t;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    private static List<String[]> rows(String table, int columns) {
        try (InputStream in = BuiltinCase.class.getResourceAsStream(table)) {
            List<String[]> rows = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                String[] row = line.split("\t", -1);
                if (row.length != columns) {
                    throw new IllegalStateException(table + ": " + columns + " columns are needed: " + line);
                }
                rows.add(row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = c == '\\' && i + 1 < text.length() ? text.charAt(i + 1) : 0;
            switch (next) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case '\\' -> out.append('\\');
                case 'x' -> {
                    out.append((char) Integer.parseInt(text, i + 2, i + 4, 16));
                    i += 2;
                }
                default -> {
                    out.append(c);
                    i--;
                }
            }
            i++;
        }
        return new String(out.toString().getBytes(UTF_8), UTF_8);
    }

    @Override
    public String toString() {
        return rule + " " + where + " "
                + new String(value.getBytes(ISO_8859_1), ISO_8859_1).replaceAll("\\p{Cntrl}", "?");
    }
}
