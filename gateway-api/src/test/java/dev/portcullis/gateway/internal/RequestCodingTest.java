package dev.portcullis.gateway.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.host.Step;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCodingTest {
    private final StringBuilder seen = new StringBuilder();
    private boolean truncated;

    private Bench reading(BodyLimit limit) {
        return new Bench().inspecting(limit, body -> {
            seen.append(new String(body.toByteArray(), UTF_8));
            truncated = body.truncated();
            return Decision.CONTINUE;
        });
    }

    private static FakeRequest coded(String coding, byte[] body) {
        return FakeRequest.of("POST", "/").header("Content-Encoding", coding).body(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
    void showsGzipContentDecodedAndHandsOnTheOriginal(String coding) throws IOException {
        byte[] original = gzip("attack");
        FakeExchange exchange = reading(BodyLimit.reject(6)).send(coded(coding, original));
        assertThat(seen).hasToString("attack");
        assertThat(truncated).isFalse();
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.handlerBody()).isEqualTo(original);
    }

    @Test
    void showsDeflateContentDecoded() throws IOException {
        reading(BodyLimit.reject(100)).send(coded("deflate", deflate("attack", false)));
        assertThat(seen).hasToString("attack");
    }

    @Test
    void readsEveryMemberOfAGzipStream() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(gzip("harmless "));
        both.write(gzip("attack"));
        reading(BodyLimit.reject(100)).send(coded("gzip", both.toByteArray()));
        assertThat(seen).hasToString("harmless attack");
    }

    @Test
    void readsAGzipHeaderWithAllItsOptionalParts() throws IOException {
        byte[] plain = gzip("attack");
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        full.write(plain, 0, 3);
        full.write(2 | 4 | 8 | 16);
        full.write(plain, 4, 6);
        full.write(new byte[] {2, 0, 'x', 'y'});
        full.write("name\0comment\0".getBytes(ISO_8859_1));
        full.write(new byte[2]);
        full.write(plain, 10, plain.length - 10);
        reading(BodyLimit.reject(100)).send(coded("gzip", full.toByteArray()));
        assertThat(seen).hasToString("attack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "compress", "gzip, gzip", "gzip, identity", "identity, gzip", ""})
    void refusesEveryOtherCodingAndEveryStack(String coding) throws IOException {
        FakeExchange exchange = reading(BodyLimit.reject(100)).send(coded(coding, gzip("attack")));
        assertThat(exchange.response().status()).isEqualTo(415);
        assertThat(exchange.code()).isEqualTo("body.coding");
        assertThat(exchange.steps()).hasSize(1);
        assertThat(exchange.forwarded()).isFalse();
    }

    @Test
    void refusesACodingThatIsStackedInTwoLines() throws IOException {
        FakeRequest request = coded("gzip", gzip("attack")).header("Content-Encoding", "gzip");
        assertThat(reading(BodyLimit.reject(100)).send(request).code()).isEqualTo("body.coding");
    }

    @Test
    void doesNotMindTheCodingOfABodyThatNobodyInspects() {
        assertThat(new Bench().send(coded("br", new byte[9])).forwarded()).isTrue();
    }

    @Test
    void measuresTheLimitOfAnInspectorInDecodedBytes() throws IOException {
        assertThat(reading(BodyLimit.reject(1000))
                        .send(coded("gzip", gzip("x".repeat(1000))))
                        .forwarded())
                .isTrue();
        assertThat(reading(BodyLimit.reject(1000))
                        .send(coded("gzip", gzip("x".repeat(1001))))
                        .code())
                .isEqualTo("body.too_large");
    }

    @Test
    void admitsContentThatItsCodingMadeLonger() throws IOException {
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        byte[] coded = gzip(noise);
        assertThat(coded.length).isGreaterThan(noise.length);
        assertThat(reading(BodyLimit.reject(noise.length))
                        .send(coded("gzip", coded))
                        .forwarded())
                .isTrue();
    }

    @Test
    void showsThePrefixOfDecodedContent() throws IOException {
        FakeExchange exchange = reading(BodyLimit.inspectPrefix(3)).send(coded("gzip", gzip("attack")));
        assertThat(seen).hasToString("att");
        assertThat(truncated).isTrue();
        assertThat(exchange.forwarded()).isTrue();
    }

    @Test
    void showsWhatCanBeDecodedOfACollectedPrefix() throws IOException {
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        FakeExchange exchange = new Bench()
                .inspecting(BodyLimit.inspectPrefix(10_000), body -> {
                    truncated = body.truncated();
                    assertThat(body.toByteArray()).isEqualTo(Arrays.copyOf(noise, 10_000));
                    return Decision.CONTINUE;
                })
                .send(coded("gzip", gzip(noise)));
        assertThat(((Step.Collect) exchange.steps().get(0)).limit()).isLessThan(12_000);
        assertThat(exchange.forwarded()).isTrue();
        assertThat(truncated).isTrue();
    }

    @Test
    void refusesContentThatSwellsBeyondTheRatio() throws IOException {
        FakeExchange exchange = reading(BodyLimit.inspectPrefix(800_000)).send(coded("gzip", gzip(new byte[900_000])));
        assertThat(exchange.response().status()).isEqualTo(413);
        assertThat(exchange.code()).isEqualTo("body.ratio");
    }

    @Test
    void stopsDecodingABombAtTheLimit() throws IOException {
        Gateway gateway = reading(BodyLimit.reject(1000)).builder.build();
        FakeExchange exchange = FakeHost.of(gateway).send(coded("gzip", gzip(new byte[500_000])));
        assertThat(exchange.code()).isEqualTo("body.too_large");
        assertThat(gateway.bufferedBytes()).isZero();
    }

    @Test
    void countsDecodedContentAgainstTheBuffers() throws IOException {
        Bench bench = reading(BodyLimit.reject(10_000));
        bench.builder.limits(Limits.DEFAULTS.withBuffers(5_000));
        assertThat(bench.send(coded("gzip", gzip("x".repeat(9_000)))).code()).isEqualTo("gateway.buffers");
    }

    @Test
    void refusesContentThatIsNotInItsCoding() throws IOException {
        byte[] gzip = gzip("attack attack attack");
        byte[] wrongSum = gzip.clone();
        wrongSum[gzip.length - 8] ^= 1;
        byte[] wrongLength = gzip.clone();
        wrongLength[gzip.length - 1] ^= 1;
        byte[] tail = Arrays.copyOf(gzip, gzip.length + 1);
        byte[] reserved = gzip.clone();
        reserved[3] = (byte) 0x80;
        byte[] noise = gzip.clone();
        Arrays.fill(noise, 10, noise.length, (byte) 0xFF);
        for (byte[] broken : new byte[][] {
            wrongSum,
            wrongLength,
            tail,
            reserved,
            noise,
            {},
            Arrays.copyOf(gzip, 5),
            Arrays.copyOf(gzip, gzip.length - 1),
            Arrays.copyOf(gzip, gzip.length - 12),
            "plain".getBytes(UTF_8)
        }) {
            FakeRequest request = FakeRequest.of("POST", "/")
                    .header("Content-Encoding", "gzip")
                    .chunked(broken);
            FakeExchange exchange = reading(BodyLimit.reject(100)).send(request);
            assertThat(exchange.response().status()).isEqualTo(400);
            assertThat(exchange.code()).isEqualTo("body.coding_broken");
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void refusesABareDeflateStream() throws IOException {
        FakeExchange exchange = reading(BodyLimit.reject(100)).send(coded("deflate", deflate("attack", true)));
        assertThat(exchange.code()).isEqualTo("body.coding_broken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain; charset=utf-8",
                "text/plain;charset=\"UTF-8\"",
                "application/json; charset=us-ascii",
                "text/plain; charset=ISO-8859-1; format=flowed",
                "text/plain; format=\"a;charset=utf-16\"",
                "text/plain;"
            })
    void readsTheThreeCharsetsThatNeedNoDecoding(String type) {
        assertThat(sendTyped(type, "hello".getBytes(UTF_8)).forwarded()).isTrue();
        assertThat(seen).hasToString("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain; charset=utf-16",
                "application/x-www-form-urlencoded; charset=ibm037",
                "application/json; charset=\"utf-7\"",
                "text/plain; charset=utf\\-8",
                "text/plain; charset=",
                "text/plain; charset=\"utf-8",
                "text/plain; charset=utf-8; charset=utf-16",
                "text/plain; charset=utf-8 charset=utf-16",
                "text/plain, text/html; charset=utf-8",
                "text/plain; charset =utf-8",
                "text/plain; Charset=IBM-Thai"
            })
    void refusesEveryOtherCharsetBeforeAnyByteIsRead(String type) {
        FakeExchange exchange = sendTyped(type, "hello".getBytes(UTF_8));
        assertThat(exchange.response().status()).isEqualTo(415);
        assertThat(exchange.steps()).hasSize(1);
        assertThat(seen).isEmpty();
    }

    @Test
    void refusesTwoContentTypes() {
        FakeRequest request = FakeRequest.post("/", "x")
                .header("Content-Type", "text/plain")
                .header("Content-Type", "application/json");
        assertThat(reading(BodyLimit.reject(9)).send(request).code()).isEqualTo("body.content_type");
    }

    @Test
    void decodesACharsetThatTheRouteAdmits() {
        Route route = Route.builder("old").path("/**").allowCharset(UTF_16).build();
        FakeRequest request = FakeRequest.of("POST", "/")
                .header("Content-Type", "text/plain; charset=utf-16")
                .body("attäck".getBytes(UTF_16));
        assertThat(reading(BodyLimit.reject(100)).route(route).send(request).forwarded())
                .isTrue();
        assertThat(seen).hasToString("attäck");
    }

    @Test
    void refusesWhatIsNotInTheCharsetThatTheRouteAdmits() {
        Charset shiftJis = Charset.forName("Shift_JIS");
        Route route = Route.builder("old").path("/**").allowCharset(shiftJis).build();
        FakeRequest request = FakeRequest.of("POST", "/")
                .header("Content-Type", "text/plain; charset=shift_jis")
                .body(new byte[] {(byte) 0x81});
        assertThat(reading(BodyLimit.reject(100)).route(route).send(request).code())
                .isEqualTo("body.charset");
    }

    @Test
    void refusesContentThatHidesAnotherCharsetFromItsInspectors() {
        for (byte[] hidden : new byte[][] {
            "\uFEFF{\"a\":1}".getBytes(UTF_16BE),
            "\uFEFF{\"a\":1}".getBytes(UTF_16LE),
            "{\"a\":1}".getBytes(UTF_16BE),
            "{\"a\":1}".getBytes(UTF_16LE),
            "{\"a\":1}".getBytes(Charset.forName("UTF-32BE"))
        }) {
            assertThat(sendTyped("application/json", hidden).code()).isEqualTo("body.charset");
        }
        for (byte[] hidden : new byte[][] {
            "<?xml version='1.0' encoding='utf-7'?><a/>".getBytes(UTF_8),
            "\uFEFF<?xml version=\"1.0\" encoding = \"IBM037\"?><a/>".getBytes(UTF_8),
            "<?xml version='1.0'?><a/>".getBytes(Charset.forName("IBM037")),
            "<?xml version='1.0' encoding='utf-7".getBytes(UTF_8),
            "<a/>".getBytes(UTF_16BE)
        }) {
            assertThat(sendTyped("application/soap+xml", hidden).code()).isEqualTo("body.charset");
        }
        assertThat(sendTyped("text/plain", "\uFEFFx".getBytes(UTF_16LE)).code()).isEqualTo("body.charset");
        assertThat(seen).isEmpty();
    }

    @Test
    void takesOrdinaryJsonXmlAndBinaryForWhatTheyAre() {
        assertThat(sendTyped("application/json", "{}".getBytes(UTF_8)).forwarded())
                .isTrue();
        assertThat(sendTyped("application/json", new byte[0]).forwarded()).isTrue();
        assertThat(sendTyped("text/xml", "<?xml version='1.0' encoding='utf-8'?><a/>".getBytes(UTF_8))
                        .forwarded())
                .isTrue();
        assertThat(sendTyped("text/xml", "<a encoding='utf-7'/>".getBytes(UTF_8))
                        .forwarded())
                .isTrue();
        assertThat(sendTyped("image/png", new byte[] {(byte) 0xFE, (byte) 0xFF, 0, 0})
                        .forwarded())
                .isTrue();
    }

    private FakeExchange sendTyped(String type, byte[] body) {
        return reading(BodyLimit.reject(1000))
                .send(FakeRequest.of("POST", "/").header("Content-Type", type).body(body));
    }

    static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(UTF_8));
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(String text, boolean bare) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(6, bare))) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void keepsTheTrailersOfAWholeBodyAndDropsThoseOfAPrefix() throws Exception {
        dev.portcullis.gateway.Headers trailers = dev.portcullis.gateway.Headers.of("Checksum", "1");
        byte[] coded = gzip("attack");
        Body whole = Inflation.ofRequest(Coding.GZIP).inflate(Body.of(coded, 0, coded.length, false, trailers), 6);
        assertThat(whole.trailers()).isEqualTo(trailers);
        Body prefix = Inflation.ofRequest(Coding.GZIP).inflate(Body.of(coded, 0, coded.length, false, trailers), 5);
        assertThat(prefix.truncated()).isTrue();
        assertThat(prefix.trailers().size()).isZero();
    }
}
