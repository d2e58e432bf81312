package dev.portcullis.gateway.render;

import dev.portcullis.gateway.Headers;

/** What the client accepts (RFC 9110, section 12.5.1), as far as the choice between JSON and HTML needs it. */
final class Accept {
    private Accept() {}

    /** Whether HTML is named and preferred to JSON; a mere wildcard gets JSON. */
    static boolean prefersHtml(Headers request) {
        int html = -1;
        int json = -1;
        int any = -1;
        for (int at = request.indexOf("Accept", 0); at >= 0; at = request.indexOf("Accept", at + 1)) {
            String field = request.value(at);
            int start = 0;
            while (start <= field.length()) {
                int comma = field.indexOf(',', start);
                int end = comma < 0 ? field.length() : comma;
                int semicolon = field.indexOf(';', start);
                int typeEnd = semicolon < 0 || semicolon > end ? end : semicolon;
                String type = field.substring(start, typeEnd).trim();
                if (type.equalsIgnoreCase("text/html")) {
                    html = Math.max(html, weight(field, typeEnd, end));
                } else if (type.equalsIgnoreCase("application/json")
                        || type.equalsIgnoreCase("application/problem+json")) {
                    json = Math.max(json, weight(field, typeEnd, end));
                } else if (type.equals("*/*") || type.equalsIgnoreCase("application/*")) {
                    any = Math.max(any, weight(field, typeEnd, end));
                }
                start = end + 1;
            }
        }
        return html > 0 && (json >= 0 ? html > json : html >= any);
    }

    /** The quality in thousandths; what cannot be read counts as refused. */
    private static int weight(String field, int from, int to) {
        int at = from;
        while (at < to && field.charAt(at) == ';') {
            int end = field.indexOf(';', at + 1);
            end = end < 0 || end > to ? to : end;
            String parameter = field.substring(at + 1, end).trim();
            if (parameter.length() >= 2 && (parameter.charAt(0) | 0x20) == 'q' && parameter.charAt(1) == '=') {
                return thousandths(parameter, 2);
            }
            at = end;
        }
        return 1000;
    }

    /** RFC 9110, section 12.4.2: 0 or 1, and up to three digits after a point. */
    private static int thousandths(String text, int from) {
        int length = text.length();
        if (from >= length || length - from > 5 || (text.charAt(from) != '0' && text.charAt(from) != '1')) {
            return 0;
        }
        int value = (text.charAt(from) - '0') * 1000;
        if (length - from > 1 && text.charAt(from + 1) != '.') {
            return 0;
        }
        int unit = 100;
        for (int i = from + 2; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            value += (c - '0') * unit;
            unit /= 10;
        }
        return value <= 1000 ? value : 0;
    }
}
