package dev.portcullis.examples.demo;

import java.util.ArrayList;
import java.util.List;

/** The requests of the demonstration, module by module. */
final class Trials {
    private static final int BIG = 20 * 1024 * 1024;

    private Trials() {}

    static List<Trial> all(IdentityProvider issuer, DemoKeys keys) {
        List<Trial> trials = new ArrayList<>();
        trials.addAll(routes());
        trials.addAll(paths());
        trials.addAll(hygiene());
        trials.addAll(HygieneTrials.all());
        trials.addAll(framing());
        trials.addAll(CallerTrials.tokens(issuer));
        trials.addAll(CallerTrials.keys(keys));
        trials.addAll(LimitTrials.flood());
        trials.addAll(FirewallTrials.all());
        return trials;
    }

    private static List<Trial> routes() {
        return List.of(
                Trial.of("GET", "/orders/42", 200, Trial.OK, "a good request reaches the service")
                        .expecting(answer -> answer.body().contains("\"path\":\"/orders/42\"")),
                Trial.of("HEAD", "/orders/42", 200, Trial.OK, "a route that admits GET admits HEAD"),
                Trial.of("GET", "/nothing-here", 404, "route.not_exposed", "what is not listed is not exposed"),
                Trial.of(
                                "DELETE",
                                "/orders/42",
                                405,
                                "route.method_not_allowed",
                                "the path is, this method on it is not")
                        .expecting(answer -> answer.field("allow").contains("get")));
    }

    private static List<Trial> paths() {
        return List.of(
                Trial.of("GET", "/docs/a%62c", 200, Trial.OK, "one canonical path for filters and service")
                        .expecting(answer -> answer.body().contains("\"path\":\"/docs/abc\"")),
                Trial.of(
                        "GET", "/docs/..;/admin", 400, "path.parameter", "a matrix parameter would hide the traversal"),
                Trial.of("GET", "/docs/../admin", 400, "path.dot_segment", "a path that climbs out"),
                Trial.of("GET", "/docs/%252e%252e/admin", 400, "path.double_encoding", "encoded twice"),
                Trial.of("GET", "/docs/a%2fb", 400, "path.encoded_slash", "a slash that is none"));
    }

    private static List<Trial> hygiene() {
        return List.of(
                Trial.of("GET", "/orders/42", 200, Trial.OK, "a spoofed X-Forwarded-For is not believed")
                        .with("X-Forwarded-For: 203.0.113.9")
                        .expecting(answer -> answer.body().contains("\"client\":\"127.0.0.1\"")),
                Trial.of(
                                "GET",
                                "/orders/42",
                                400,
                                "connection.names_field",
                                "a Connection field that would strip a header")
                        .with("Connection: close, X-User"));
    }

    private static List<Trial> framing() {
        return List.of(
                Trial.of("POST", "/orders", 413, "body.too_large", "20 MiB where 1 MiB is allowed")
                        .sending(new byte[BIG]),
                Trial.of("POST", "/orders", 400, "framing.both", "a length and chunks: which one ends the request?")
                        .with("Transfer-Encoding: chunked")
                        .with("Content-Length: 4")
                        .sending("0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n"),
                Trial.of("GET", "/orders/42", 400, "host.duplicate", "two hosts: who is asked?")
                        .with("Host: other.example"));
    }
}
