package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.net.InetAddress;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One test of a policy: a request, and what is to become of it.
 *
 * @param name what it shows
 * @param given the request
 * @param expect what is to become of it
 */
record PolicyTest(String name, Given given, Expect expect) {
    /**
     * A request. It counts as one over TLS.
     *
     * @param method its method
     * @param host its host
     * @param path its path, possibly with a query
     * @param headers its fields
     * @param body its content, or {@code null}
     * @param claims what a verified credential says, or {@code null} for an anonymous caller
     * @param clientAddress who asks
     * @param time when, or {@code null} for now
     */
    record Given(
            String method,
            String host,
            String path,
            Map<String, String> headers,
            @Nullable String body,
            @Nullable Map<String, Object> claims,
            InetAddress clientAddress,
            @Nullable Instant time) {}

    /**
     * What is to become of a request; what is {@code null} does not matter.
     *
     * @param allow whether it reaches the handler
     * @param status the status of the refusal
     * @param reason the code of the refusal
     */
    record Expect(
            @Nullable Boolean allow,
            @Nullable Integer status,
            @Nullable String reason) {
        @Override
        public String toString() {
            return Stream.of(
                            allow == null ? "" : allow ? "allowed" : "refused",
                            status == null ? "" : status.toString(),
                            reason == null ? "" : reason)
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" "));
        }
    }

    private static final Shape<String> TOKEN = Shapes.text("a token", "[A-Za-z0-9!#$%&'*+.^_`|~-]+", 128);
    private static final Shape<String> LINE = Shapes.text("a text of one line", "[^\\u0000-\\u001f]*", 8192);
    private static final Shape<Map<String, Object>> CLAIMS = Shapes.map(Shapes.text(), Shapes.any());

    private static final Shape<Given> GIVEN = Shapes.object("given", members -> {
        Member<String> method = members.withDefault("method", TOKEN, "GET");
        Member<String> host = members.withDefault("host", LINE, "localhost");
        Member<String> path = members.required("path", LINE);
        Member<Map<String, String>> headers = members.withDefault("headers", Shapes.map(TOKEN, LINE), Map.of());
        Member<String> body = members.optional("body", Shapes.text("a text", "[\\s\\S]*", 1024 * 1024));
        Member<Map<String, Object>> claims = members.optional("claims", CLAIMS);
        Member<InetAddress> clientAddress = members.withDefault("clientAddress", Shapes.address(), "127.0.0.1");
        Member<Instant> time = members.optional(
                "time",
                Shapes.text("a time such as \"2026-11-20T10:00:00Z\"", "[0-9]{4}-[0-9T:.Z+-]{6,40}", 64)
                        .as("invalid", PolicyTest::instant));
        return values -> new Given(
                values.get(method),
                values.get(host),
                values.get(path),
                values.get(headers),
                values.orNull(body),
                values.orNull(claims),
                values.get(clientAddress),
                values.orNull(time));
    });

    private static final Shape<Expect> EXPECT = Shapes.object("expect", members -> {
        Member<Boolean> allow = members.optional("allow", Shapes.flag());
        Member<Integer> status = members.optional("status", Shapes.integer(200, 599));
        Member<String> reason = members.optional("reason", Shapes.name());
        members.atLeastOne(allow, status, reason);
        return values -> new Expect(values.orNull(allow), values.orNull(status), values.orNull(reason));
    });

    /** The shape of a file of tests. */
    static final Shape<List<PolicyTest>> FILE = Shapes.list(Shapes.<PolicyTest>object("test", members -> {
                Member<String> name = members.required("name", LINE);
                Member<Given> given = members.required("given", GIVEN);
                Member<Expect> expect = members.required("expect", EXPECT);
                return values -> new PolicyTest(values.get(name), values.get(given), values.get(expect));
            }))
            .named("name");

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time such as 2026-11-20T10:00:00Z expected", e);
        }
    }
}
