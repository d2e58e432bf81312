package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;

/**
 * Why a head has no canonical form. Every code is stable. No detail quotes what the client sent: it may carry anything.
 */
@SuppressWarnings("ImmutableEnumChecker") // a Rejection is immutable
enum HeadRefusal {
    CONNECTION_NAMES_FIELD(
            "connection.names_field", "Connection names a field that is not hop-by-hop (RFC 9110, 7.6.1)"),
    CONTENT_LENGTH_DUPLICATE("content_length.duplicate", "Content-Length stands there more than once (RFC 9112, 6.3)"),
    CONTENT_LENGTH_INVALID("content_length.invalid", "Content-Length is no decimal number of at most 18 digits"),
    COOKIE_LEGACY("cookie.legacy", "Cookie has $Version, which makes some readers see other cookies than RFC 6265"),
    FORWARDED_MALFORMED("forwarded.malformed", "a trusted proxy's word about the client cannot be read"),
    FORWARDED_TOO_LONG("forwarded.too_long", "the chain of trusted proxies is longer than allowed"),
    HEADER_CHARACTER("header.character", "a field value has a character that is no byte"),
    HEADER_CONTROL("header.control", "a field value has a control character (RFC 9110, 5.5)"),
    HEADER_FOLDED("header.folded", "a field is folded over lines (RFC 9112, 5.2)"),
    HEADER_NAME("header.name", "a field name is no token (RFC 9110, 5.1)"),
    HEADER_SPACE_BEFORE_COLON("header.space_before_colon", "white space before the colon of a field (RFC 9112, 5.1)"),
    HEADERS_TOO_LARGE(
            Reason.HEADERS_TOO_LARGE, "headers.too_large", "the header section is larger than limits.headers"),
    HEADERS_TOO_MANY(Reason.HEADERS_TOO_LARGE, "headers.too_many", "there are more fields than limits.headerCount"),
    HOST_DIFFERS("host.differs", "Host and the authority of the target differ (RFC 9112, 3.2.2)"),
    HOST_DUPLICATE("host.duplicate", "Host stands there more than once (RFC 9112, 3.2)"),
    HOST_INVALID("host.invalid", "the host is neither a name of letters, digits, '-', '_' and '.' nor an address"),
    HOST_MISSING("host.missing", "Host is missing (RFC 9112, 3.2)"),
    HOST_NON_ASCII("host.non_ascii", "the host has bytes outside ASCII; internationalised names come as A-labels"),
    HOST_PORT("host.port", "the port of the host is not from 1 to 65535"),
    HOST_USERINFO("host.userinfo", "the authority has user information (RFC 9110, 4.2.4)"),
    HTTP2_CONNECTION_FIELD("http2.connection_field", "a field that belongs to a connection (RFC 9113, 8.2.2)"),
    METHOD_INVALID("method.invalid", "the method is no token of at most 40 characters"),
    PATH_BACKSLASH("path.backslash", "the path has a backslash, which some readers take for a slash"),
    PATH_CHARACTER("path.character", "the path has a character that must be percent-encoded (RFC 3986, 3.3)"),
    PATH_CONTROL("path.control", "the path has a control character, perhaps percent-encoded"),
    PATH_DOT_SEGMENT("path.dot_segment", "the path has a dot segment, perhaps percent-encoded"),
    PATH_DOUBLE_ENCODING("path.double_encoding", "the path is percent-encoded twice"),
    PATH_EMPTY_SEGMENT("path.empty_segment", "the path has an empty segment"),
    PATH_ENCODED_SLASH("path.encoded_slash", "the path has a percent-encoded slash"),
    PATH_HOST_DIFFERS("path.host_differs", "the server routed the request by another path than the canonical one"),
    PATH_NON_ASCII("path.non_ascii", "the path has bytes outside ASCII that are not percent-encoded"),
    PATH_PARAMETER("path.parameter", "the path has a parameter, which some readers cut off"),
    PATH_PERCENT("path.percent", "the path has a percent sign without two hexadecimal digits"),
    PATH_UTF8("path.utf8", "the path does not decode to UTF-8 in its shortest form"),
    PROTOCOL_UNKNOWN("protocol.unknown", "the protocol is none of HTTP/1.0, HTTP/1.1, HTTP/2 and HTTP/3"),
    QUERY_CONTROL("query.control", "the query has a control character or a space"),
    QUERY_NON_ASCII("query.non_ascii", "the query has bytes outside ASCII that are not percent-encoded"),
    SCHEME_DIFFERS("scheme.differs", "the scheme of the target is not that of the connection (RFC 9110, 7.4)"),
    TARGET_FORM("target.form", "the target has none of the forms that its method can have (RFC 9112, 3.2)"),
    TARGET_FRAGMENT("target.fragment", "the target has a fragment, which is never sent (RFC 9112, 3.2)"),
    TARGET_SCHEME("target.scheme", "the scheme of the target is neither http nor https"),
    TARGET_TOO_LONG(Reason.URI_TOO_LONG, "target.too_long", "the request target is longer than limits.requestLine"),
    TRANSFER_ENCODING_HTTP10("transfer_encoding.http10", "Transfer-Encoding in HTTP/1.0 (RFC 9112, 6.1)"),
    TRANSFER_ENCODING_NOT_CHUNKED(
            "transfer_encoding.not_chunked", "Transfer-Encoding does not end in one chunked (RFC 9112, 6.3)"),
    TRANSFER_ENCODING_UNSUPPORTED(
            Reason.NOT_CARRIED, "transfer_encoding.unsupported", "a transfer coding beside chunked (RFC 9112, 6.1)"),
    TRANSFER_ENCODING_WITH_CONTENT_LENGTH(
            "transfer_encoding.with_content_length", "Transfer-Encoding and Content-Length (RFC 9112, 6.3)");

    private final Rejection rejection;

    HeadRefusal(String code, String detail) {
        this(Reason.MALFORMED, code, detail);
    }

    HeadRefusal(Reason reason, String code, String detail) {
        rejection = Rejection.of(reason, code, detail);
    }

    Rejection rejection() {
        return rejection;
    }
}
