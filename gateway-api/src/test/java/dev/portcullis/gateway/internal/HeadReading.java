package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.IpAddress;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.host.RawHead;

/** Reads heads as a gateway with the shipped rules and one network of trusted proxies does. */
final class HeadReading {
    static final Peer PEER = new Peer(IpAddress.parse("192.0.2.9"), 40000, null);
    static final HeadReader READER = new CanonicalHeadReader(
            Limits.DEFAULTS,
            PathRules.STRICT,
            TrustedProxies.of(CidrSet.parse("10.0.0.0/8"), TrustedProxies.Field.X_FORWARDED_FOR));

    private HeadReading() {}

    static HeadReader.Result read(String method, String target, String protocol, String... headers) {
        return READER.read(new RawHead(method, target, null, protocol, Headers.of(headers), PEER));
    }

    static RequestHead accepted(HeadReader.Result result) {
        assertThat(result).isInstanceOf(HeadReader.Accepted.class);
        return ((HeadReader.Accepted) result).head();
    }

    static Rejection refused(HeadReader.Result result) {
        assertThat(result).isInstanceOf(HeadReader.Refused.class);
        return ((HeadReader.Refused) result).rejection();
    }

    static String code(HeadReader.Result result) {
        return result instanceof HeadReader.Refused refused
                ? refused.rejection().code()
                : "accepted";
    }

    static String[] withHost(String fields) {
        String[] lines = fields.split("; ", -1);
        String[] headers = new String[2 + lines.length * 2];
        headers[0] = "Host";
        headers[1] = "h";
        for (int i = 0; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers[2 + i * 2] = lines[i].substring(0, colon);
            headers[3 + i * 2] = lines[i].substring(colon + 1).strip();
        }
        return headers;
    }
}
