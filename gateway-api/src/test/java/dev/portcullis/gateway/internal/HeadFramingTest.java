package dev.portcullis.gateway.internal;

import static dev.portcullis.gateway.internal.HeadReading.code;
import static dev.portcullis.gateway.internal.HeadReading.read;
import static dev.portcullis.gateway.internal.HeadReading.refused;
import static dev.portcullis.gateway.internal.HeadReading.withHost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One length for each message, and fields of a connection that a handler does not need. */
class HeadFramingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 0|accepted",
                "Content-Length: 42|accepted",
                "Content-Length: 999999999999999999|accepted",
                "Content-Length: |content_length.invalid",
                "Content-Length: -1|content_length.invalid",
                "Content-Length: +1|content_length.invalid",
                "Content-Length: 0x10|content_length.invalid",
                "Content-Length: 1 2|content_length.invalid",
                "Content-Length: 1e3|content_length.invalid",
                "Content-Length: 9999999999999999999|content_length.invalid",
                "Content-Length: 5, 5|content_length.duplicate",
                "Content-Length: 5, 6|content_length.duplicate",
                "Content-Length: 5; content-length: 5|content_length.duplicate",
                "Content-Length: 5; Content-Length: 6|content_length.duplicate",
                "Transfer-Encoding: chunked|accepted",
                "Transfer-Encoding: Chunked|accepted",
                "Transfer-Encoding: chunked; Content-Length: 5|transfer_encoding.with_content_length",
                "Content-Length: 5; Transfer-Encoding: chunked|transfer_encoding.with_content_length",
                "Content-Length: 5; Transfer-Encoding: identity|transfer_encoding.with_content_length",
                "Transfer-Encoding: identity|transfer_encoding.not_chunked",
                "Transfer-Encoding: |transfer_encoding.not_chunked",
                "Transfer-Encoding: gzip|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked, gzip|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked, identity|transfer_encoding.not_chunked",
                "Transfer-Encoding: xchunked|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked-x|transfer_encoding.not_chunked",
                "Transfer-Encoding: \"chunked\"|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked, chunked|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked; Transfer-Encoding: chunked|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked; Transfer-Encoding: x|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked,|transfer_encoding.not_chunked",
                "Transfer-Encoding: gzip, chunked|transfer_encoding.unsupported",
                "Transfer-Encoding: , chunked|transfer_encoding.unsupported",
            })
    void framesAMessageInOneWayOnly(String fields, String code) {
        assertThat(code(read("POST", "/", "HTTP/1.1", withHost(fields)))).isEqualTo(code);
    }

    @Test
    void takesNoTransferEncodingInHttp10OrHttp2() {
        assertThat(code(read("POST", "/", "HTTP/1.0", withHost("Transfer-Encoding: chunked"))))
                .isEqualTo("transfer_encoding.http10");
        assertThat(code(read("POST", "/", "HTTP/2", withHost("Transfer-Encoding: chunked"))))
                .isEqualTo("http2.connection_field");
    }

    @Test
    void answersAnotherTransferCodingWith501() {
        assertThat(refused(read("POST", "/", "HTTP/1.1", withHost("Transfer-Encoding: gzip, chunked")))
                        .reason())
                .isEqualTo(Reason.NOT_CARRIED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Connection: close|accepted",
                "Connection: keep-alive, Upgrade|accepted",
                "Connection: Upgrade, HTTP2-Settings|accepted",
                "Connection: TE, , close|accepted",
                "Connection: |accepted",
                "Connection: X-Forwarded-For|connection.names_field",
                "Connection: close, Authorization|connection.names_field",
                "Connection: Content-Length|connection.names_field",
                "Connection: Transfer-Encoding|connection.names_field",
                "Connection: close; Connection: Cookie|connection.names_field",
                "Connection: close x|connection.names_field",
            })
    void letsConnectionNameNothingThatAHandlerNeeds(String fields, String code) {
        assertThat(code(read("GET", "/", "HTTP/1.1", withHost(fields)))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: close",
                "Upgrade: websocket",
                "TE: gzip",
                "TE: trailers, gzip",
                "transfer-encoding: chunked"
            })
    void refusesFieldsOfAConnectionInHttp2(String field) {
        assertThat(code(read("GET", "/", "HTTP/2", withHost(field)))).isEqualTo("http2.connection_field");
        assertThat(code(read("GET", "/", "HTTP/1.1", withHost(field)))).isEqualTo("accepted");
    }

    @Test
    void takesTrailersInHttp2() {
        assertThat(code(read("GET", "/", "HTTP/2", withHost("te: trailers")))).isEqualTo("accepted");
    }
}
