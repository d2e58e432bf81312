package dev.portcullis.gateway.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;

/**
 * A refusal as the client gets it: the reason's own words, the status, the exchange's id, and what the rejection's problem
 * adds. Code and detail of the rejection never appear.
 *
 * <p>The exchange's id is in the body and in the field {@code X-Request-Id}.
 */
public final class Refusal {
    /** The response field that names the exchange. */
    public static final String ID_FIELD = "X-Request-Id";

    private final int status;
    private final Headers fields;
    private final byte[] body;
    private final boolean challenge;

    private Refusal(int status, Headers fields, byte[] body, boolean challenge) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.challenge = challenge;
    }

    /**
     * Renders for one request.
     *
     * @param method the request method; HEAD gets no content
     * @param protocol such as {@code HTTP/1.1}; a gRPC call, which needs HTTP/2, is answered in gRPC's terms there alone
     * @param request the fields of the request, for what the client accepts
     * @param id the exchange's id
     */
    public static Refusal of(Rejection rejection, String method, String protocol, Headers request, String id) {
        Reason reason = rejection.reason();
        if (!protocol.startsWith("HTTP/1") && GrpcStatus.asks(request)) {
            Headers fields = Headers.of(
                    "Content-Type",
                    "application/grpc",
                    "grpc-status",
                    Integer.toString(reason.grpcStatus()),
                    "grpc-message",
                    GrpcStatus.message(reason.title()),
                    "Content-Length",
                    "0",
                    "Cache-Control",
                    "no-store",
                    ID_FIELD,
                    id);
            return new Refusal(200, fields, new byte[0], false);
        }
        boolean html = Accept.prefersHtml(request);
        String text = html ? HtmlPage.of(reason, id) : ProblemJson.of(reason, rejection.problem(), id);
        byte[] content = text.getBytes(UTF_8);
        Headers fields = Headers.of(
                "Content-Type",
                html ? "text/html; charset=utf-8" : "application/problem+json",
                "Content-Length",
                Integer.toString(content.length),
                "Cache-Control",
                "no-store",
                ID_FIELD,
                id);
        boolean head = method.equals("HEAD");
        return new Refusal(reason.status(), fields, head ? new byte[0] : content, reason.status() == 401);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** All fields of the answer: the given ones, with those that describe this content in place of any of the same name. */
    public Headers complete(Headers others) {
        Headers all = others;
        for (int i = 0; i < fields.size(); i++) {
            all = all.without(fields.name(i));
        }
        for (int i = 0; i < fields.size(); i++) {
            all = all.with(fields.name(i), fields.value(i));
        }
        // RFC 9110, section 15.5.2: a 401 has at least one challenge
        return challenge && !all.contains("WWW-Authenticate") ? all.with("WWW-Authenticate", "Bearer") : all;
    }

    /** The content; empty for HEAD. */
    public byte[] body() {
        return body;
    }
}
