package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;

/** The words of HTTP that a policy writes. */
final class Syntax {
    /** A token (RFC 9110, section 5.6.2). */
    static final Shape<String> TOKEN = Shapes.text("a header name", "[A-Za-z0-9!#$%&'*+.^_`|~-]+", 128);

    /** A method, or {@code *} for all. */
    static final Shape<String> METHOD =
            Shapes.text("a method in capital letters, or \"*\" for all", "[A-Z][A-Z0-9_-]{0,31}|\\*", 32);

    /** A method by its name. */
    static final Shape<String> PLAIN_METHOD = Shapes.text("a method in capital letters", "[A-Z][A-Z0-9_-]{0,31}", 32);

    /** An origin as browsers write it. */
    static final Shape<String> ORIGIN = Shapes.text(
            "an origin such as https://shop.example, without a path",
            "https?://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?",
            300);

    /** A field value without a control character, and without space around it. */
    static final Shape<String> FIELD_VALUE = Shapes.text(
            "a text, a header value",
            "[\\u0021-\\u007e\\u00a0-\\uffff](?:[\\t\\u0020-\\u007e\\u00a0-\\uffff]*[\\u0021-\\u007e\\u00a0-\\uffff])?",
            1024);

    /** A host, possibly with {@code *} as its first label; an IPv6 address in brackets. */
    static final Shape<String> HOST = Shapes.text(
            "a host name without a port, such as api.example or *.example",
            "(?:\\*\\.)?[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*"
                    + "|\\[[0-9A-Fa-f:.]+\\]",
            253);

    /** A gRPC service, or one of its methods. */
    static final Shape<String> GRPC = Shapes.text(
            "a gRPC service such as shop.v1.Orders or shop.v1.Orders/Get",
            "[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*(?:/[A-Za-z_][A-Za-z0-9_]*)?",
            512);

    private Syntax() {}
}
