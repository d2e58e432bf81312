package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.ClientAddress;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.TrustedProxies;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out who asks: the peer or, as far as trusted proxies tell, whoever is behind them. Never looks a name up. */
final class ClientReader {
    private static final String X_FORWARDED_FOR = "X-Forwarded-For";
    private static final String X_FORWARDED_PROTO = "X-Forwarded-Proto";

    private final TrustedProxies trusted;
    private final boolean trustsNobody;

    ClientReader(TrustedProxies trusted) {
        this.trusted = requireNonNull(trusted, "trusted");
        trustsNobody = trusted.ranges().isEmpty();
    }

    ClientReading read(InetAddress peer, Headers headers) {
        if (trustsNobody || !trusted.trusts(peer)) {
            return new ClientReading(new ClientAddress(peer, false), null, null);
        }
        return switch (trusted.field()) {
            case NONE -> withProto(peer, peer, 0, headers);
            case X_FORWARDED_FOR -> readXForwardedFor(peer, headers);
            case FORWARDED -> readForwarded(peer, headers);
        };
    }

    private ClientReading readXForwardedFor(InetAddress peer, Headers headers) {
        InetAddress hop = peer;
        int steps = 0;
        Deque<String> entries = lastEntries(headers.all(X_FORWARDED_FOR), trusted.maxHops() + 1);
        while (trusted.trusts(hop) && !entries.isEmpty()) {
            if (++steps > trusted.maxHops()) {
                return refused(peer, HeadRefusal.FORWARDED_TOO_LONG);
            }
            ForwardedNode node = ForwardedNode.read(entries.removeLast(), true);
            if (node.isMalformed()) {
                return refused(peer, HeadRefusal.FORWARDED_MALFORMED);
            }
            InetAddress address = node.address();
            if (address == null) {
                break;
            }
            hop = address;
        }
        return withProto(peer, hop, steps, headers);
    }

    /** The scheme that belongs to the hop at which the walk ended: every list is written from left to right. */
    private static ClientReading withProto(InetAddress peer, InetAddress client, int steps, Headers headers) {
        List<String> lines = headers.all(X_FORWARDED_PROTO);
        if (lines.isEmpty()) {
            return new ClientReading(client(peer, client), null, null);
        }
        Deque<String> protos = lastEntries(lines, Math.max(steps, 1));
        String scheme = protos.isEmpty() ? null : scheme(protos.removeFirst());
        return scheme == null
                ? refused(peer, HeadRefusal.FORWARDED_MALFORMED)
                : new ClientReading(client(peer, client), scheme, null);
    }

    private ClientReading readForwarded(InetAddress peer, Headers headers) {
        List<String> lines = new ArrayList<>(headers.all("Forwarded"));
        Collections.reverse(lines);
        InetAddress hop = peer;
        String proto = null;
        int steps = 0;
        for (String line : lines) {
            List<ForwardedField.Element> elements = ForwardedField.parse(line);
            if (elements == null) {
                return refused(peer, HeadRefusal.FORWARDED_MALFORMED);
            }
            for (int i = elements.size() - 1; i >= 0; i--) {
                if (++steps > trusted.maxHops()) {
                    return refused(peer, HeadRefusal.FORWARDED_TOO_LONG);
                }
                ForwardedField.Element element = elements.get(i);
                proto = element.proto();
                String node = element.node();
                ForwardedNode read = node == null ? ForwardedNode.HIDDEN : ForwardedNode.read(node, false);
                if (read.isMalformed()) {
                    return refused(peer, HeadRefusal.FORWARDED_MALFORMED);
                }
                InetAddress address = read.address();
                hop = address == null ? hop : address;
                if (address == null || !trusted.trusts(address)) {
                    return withScheme(peer, hop, proto);
                }
            }
        }
        return withScheme(peer, hop, proto);
    }

    private static ClientReading withScheme(InetAddress peer, InetAddress client, @Nullable String proto) {
        String scheme = proto == null ? null : scheme(proto);
        return proto != null && scheme == null
                ? refused(peer, HeadRefusal.FORWARDED_MALFORMED)
                : new ClientReading(client(peer, client), scheme, null);
    }

    private static ClientAddress client(InetAddress peer, InetAddress client) {
        return new ClientAddress(client, !client.equals(peer));
    }

    private static ClientReading refused(InetAddress peer, HeadRefusal refusal) {
        return new ClientReading(new ClientAddress(peer, false), null, refusal);
    }

    private static @Nullable String scheme(String proto) {
        if (proto.equalsIgnoreCase("https") || proto.equalsIgnoreCase("wss")) {
            return "https";
        }
        return proto.equalsIgnoreCase("http") || proto.equalsIgnoreCase("ws") ? "http" : null;
    }

    /** The last entries of a comma-separated list over several lines, in order; empty ones do not count. */
    private static Deque<String> lastEntries(List<String> lines, int most) {
        Deque<String> entries = new ArrayDeque<>();
        for (int l = lines.size() - 1; l >= 0 && entries.size() < most; l--) {
            String line = lines.get(l);
            int to = line.length();
            while (to >= 0 && entries.size() < most) {
                int comma = to == 0 ? -1 : line.lastIndexOf(',', to - 1);
                int first = FieldValues.skipSpace(line, comma + 1, to);
                int end = FieldValues.trimSpace(line, first, to);
                if (first < end) {
                    entries.addFirst(line.substring(first, end));
                }
                to = comma;
            }
        }
        return entries;
    }
}
