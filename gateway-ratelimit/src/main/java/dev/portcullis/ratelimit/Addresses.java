package dev.portcullis.ratelimit;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.ratelimit.bucket.KeySink;

/** The client address as a part of a key: what one caller can be assumed to hold, which in IPv6 is a /64. */
final class Addresses {
    private Addresses() {}

    static void write(Exchange exchange, KeySink sink) {
        byte[] address = exchange.request().clientAddress().address().getAddress();
        int bytes = Math.min(address.length, 8);
        long word = 0;
        for (int i = 0; i < bytes; i++) {
            word = word << 8 | (address[i] & 0xFF);
        }
        sink.word(-bytes).word(word);
    }
}
