package dev.portcullis.waf;

import java.util.function.Function;

/** The ways a hostile value gets into a request. */
enum HostileRequest {
    FORM(value -> post("application/x-www-form-urlencoded", "q=" + encoded(value))),
    JSON(value -> post("application/json", "{\"q\":\"" + quoted(value) + "\"}")),
    QUERY(value -> with(Sent.get("/?q=" + encoded(value)))),
    HEADER(value ->
            with(Sent.get("/")).header("X-Note", value.replace("\r", " ").replace("\n", " ")));

    private final Function<String, Sent> carrier;

    HostileRequest(Function<String, Sent> carrier) {
        this.carrier = carrier;
    }

    Sent of(String value) {
        return carrier.apply(value);
    }

    private static Sent with(Sent sent) {
        return sent.header("Host", "shop.example.com")
                .header("User-Agent", "Mozilla/5.0")
                .header("Accept", "*/*");
    }

    private static Sent post(String type, String body) {
        return with(Sent.post(type, body)).header("Content-Length", Integer.toString(body.length()));
    }

    private static String encoded(String value) {
        StringBuilder out = new StringBuilder(value.length() * 2);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > ' ' && c < 0x7f && "%&+#;=".indexOf(c) < 0) {
                out.append(c);
            } else {
                out.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return out.toString();
    }

    private static String quoted(String value) {
        StringBuilder out = new StringBuilder(value.length() * 2);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f) {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
