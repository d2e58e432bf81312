package dev.portcullis.gateway;

/**
 * Why a request or a response was refused. Each reason has one HTTP status (RFC 9110, RFC 6585) and one gRPC status code;
 * the client is told the reason's own words and nothing else.
 */
public enum Reason {
    /** The request is malformed or ambiguous. */
    MALFORMED(400, 3, "The request is malformed or ambiguous"),
    /** The credential is missing or not valid. */
    UNAUTHENTICATED(401, 16, "Authentication is required"),
    /** The caller may not do this. */
    FORBIDDEN(403, 7, "The request is not permitted"),
    /** No route admits this request. */
    NOT_EXPOSED(404, 12, "The resource was not found"),
    /** The path is exposed, this method on it is not. */
    METHOD_NOT_ALLOWED(405, 12, "The method is not allowed for this resource"),
    /** The body did not arrive in time. */
    TIMED_OUT(408, 4, "The request took too long to arrive"),
    /** The body is larger than allowed. */
    TOO_LARGE(413, 8, "The request content is too large"),
    /** The request target is longer than allowed. */
    URI_TOO_LONG(414, 3, "The request target is too long"),
    /** The body has a content coding or charset that cannot be inspected. */
    UNSUPPORTED_BODY(415, 3, "The request content cannot be processed in this form"),
    /** The host is not served over this connection. */
    MISDIRECTED(421, 14, "The request was sent to the wrong host for this connection"),
    /** The header section is larger than allowed. */
    HEADERS_TOO_LARGE(431, 8, "The request header section is too large"),
    /** A limit was reached. */
    RATE_LIMITED(429, 8, "Too many requests"),
    /** The request looks like an attack. */
    MALICIOUS(403, 7, "The request was refused"),
    /** The response may not leave, or the upstream's answer could not be used. */
    BAD_RESPONSE(502, 13, "The response could not be delivered"),
    /** The gateway does not carry this kind of request. */
    NOT_CARRIED(501, 12, "The request is of a kind that is not supported here"),
    /** The request was shed, or something that it needs failed. */
    UNAVAILABLE(503, 14, "The service is temporarily unavailable"),
    /** The upstream took too long. */
    UPSTREAM_TIMED_OUT(504, 4, "The upstream service took too long to answer");

    private final int status;
    private final int grpcStatus;
    private final String title;

    Reason(int status, int grpcStatus, String title) {
        this.status = status;
        this.grpcStatus = grpcStatus;
        this.title = title;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** The gRPC status code. */
    public int grpcStatus() {
        return grpcStatus;
    }

    /** What the client is told: stable, and nothing about the gateway's insides. */
    public String title() {
        return title;
    }
}
