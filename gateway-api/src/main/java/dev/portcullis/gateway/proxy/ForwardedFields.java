package dev.portcullis.gateway.proxy;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.RequestHead;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The fields that go upstream: those that concern one connection are dropped (RFC 9110, section 7.6.1), and what a client
 * says about forwarding is replaced by what the gateway knows.
 */
final class ForwardedFields {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final Set<String> REPLACED = Set.of(
            "host",
            "content-length",
            "expect",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-forwarded-prefix",
            "x-real-ip");

    private ForwardedFields() {}

    static Headers upstream(RequestHead head, Headers headers) {
        Set<String> named = connectionNames(headers);
        Headers.Builder kept = Headers.builder(headers.size() + 4);
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !REPLACED.contains(name) && !named.contains(name)) {
                kept.add(headers.name(i), headers.value(i));
            }
        }
        InetAddress client = head.clientAddress().address();
        String address = head.clientAddress().text();
        kept.add("X-Forwarded-For", address);
        kept.add("X-Forwarded-Proto", head.scheme());
        String node = client instanceof Inet6Address ? "\"[" + address + "]\"" : address;
        StringBuilder forwarded =
                new StringBuilder("for=").append(node).append(";proto=").append(head.scheme());
        if (!head.host().isEmpty()) {
            String host = head.port() < 0 ? head.host() : head.host() + ":" + head.port();
            kept.add("X-Forwarded-Host", host);
            forwarded.append(";host=\"").append(host).append('"');
        }
        return kept.add("Forwarded", forwarded.toString()).build();
    }

    static Headers downstream(Headers headers) {
        Set<String> named = connectionNames(headers);
        Headers.Builder kept = Headers.builder(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !named.contains(name) && !name.startsWith(":")) {
                kept.add(headers.name(i), headers.value(i));
            }
        }
        return kept.build();
    }

    private static Set<String> connectionNames(Headers headers) {
        Set<String> names = new HashSet<>();
        for (String line : headers.all("Connection")) {
            int from = 0;
            while (from <= line.length()) {
                int comma = line.indexOf(',', from);
                int to = comma < 0 ? line.length() : comma;
                names.add(line.substring(from, to).strip().toLowerCase(Locale.ROOT));
                from = to + 1;
            }
        }
        return names;
    }
}
