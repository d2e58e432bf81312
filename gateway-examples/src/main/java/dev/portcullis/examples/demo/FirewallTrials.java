package dev.portcullis.examples.demo;

import java.util.List;

/** What the firewall finds: in bodies of every kind, in paths, and in what the service answers. */
final class FirewallTrials {
    private static final String SCORE = "waf.score";

    private static final String UPLOAD = String.join(
            "\r\n",
            "--b",
            "Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"; filename=\"a.jsp\"",
            "",
            "x",
            "--b--",
            "");

    private FirewallTrials() {}

    static List<Trial> all() {
        return List.of(
                post("application/json", "{\"item\":{\"note\":\"x' OR 1=1 -- \"}}", 403, SCORE, "SQL deep in JSON"),
                post(
                        "application/json",
                        "{\"item\":{\"note\":\"it's 1 or 2 of each\"}}",
                        200,
                        Trial.OK,
                        "a quote and an \"or\" are no SQL"),
                post(
                        "application/x-www-form-urlencoded",
                        "note=%26lt%3Bimg+src%3Dx+onerror%3Dalert(1)%3E&q=%3Csvg/onload%3Dalert(1)%3E",
                        403,
                        SCORE,
                        "a script in a form"),
                Trial.of("GET", "/docs/web-inf/web.xml", 403, SCORE, "a path to what no client should read"),
                Trial.of("GET", "/docs/read?file=%2e%2e%2f%2e%2e%2fetc%2fpasswd", 403, SCORE, "a climb in a parameter"),
                post(
                        "multipart/form-data; boundary=b",
                        UPLOAD,
                        403,
                        "waf.body_malformed",
                        "a file with two names: which one is saved?"),
                Trial.of("GET", "/leak", 502, "waf.response_rule", "a stack trace stays inside")
                        .expecting(answer -> !answer.body().contains("com.shop")));
    }

    private static Trial post(String type, String body, int status, String reason, String shows) {
        return Trial.of("POST", "/orders", status, reason, shows)
                .with("Content-Type: " + type)
                .sending(body);
    }
}
