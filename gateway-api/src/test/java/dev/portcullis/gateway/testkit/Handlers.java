package dev.portcullis.gateway.testkit;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Handlers that many cases share. */
final class Handlers {
    private Handlers() {}

    /** Answers 200 with method, target and body. */
    static TestHandler echo() {
        return request -> Script.text(200, request.method() + ' ' + request.target() + ' ' + request.text());
    }

    /** Answers 200 with {@code ok}. */
    static TestHandler ok() {
        return request -> Script.text(200, "ok");
    }

    /** Always the same answer. */
    static TestHandler always(Script script) {
        return request -> script;
    }

    /** The same answer, without reading the request body. */
    static TestHandler withoutReading(Script script) {
        return new TestHandler() {
            @Override
            public Script handle(Received request) {
                return script;
            }

            @Override
            public boolean readsBody(Received head) {
                return false;
            }
        };
    }

    /** Bytes without a pattern, always the same for one length. */
    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    /** The bytes of the text. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The text, repeated up to the length. */
    static String filler(int length) {
        return "x".repeat(length);
    }
}
