package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.ClientAddress;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.host.RawHead;
import java.util.Locale;

/** Takes heads in origin form whose path needs no change, and refuses every other. */
public final class PlainHeadReader implements HeadReader {
    @Override
    public Result read(RawHead head) {
        ClientAddress client = new ClientAddress(head.peer().address(), false);
        String target = head.target();
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? null : target.substring(question + 1);
        if (!isPlain(path)) {
            return new Refused(
                    Rejection.of(Reason.MALFORMED, "path.ambiguous", "the path has no plain canonical form"), client);
        }
        String authority = head.headers().first("Host").orElse("");
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon >= 0 && authority.indexOf(']', colon) < 0;
        String host = (hasPort ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
        int port;
        try {
            port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : -1;
        } catch (NumberFormatException e) {
            return new Refused(Rejection.of(Reason.MALFORMED, "host.malformed", "the port is no number"), client);
        }
        return new Accepted(new RequestHead(
                head.method(),
                target,
                path,
                query,
                head.peer().tls() == null ? "http" : "https",
                host,
                port,
                head.protocol(),
                head.headers(),
                client));
    }

    private static boolean isPlain(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 127 || c == '%' || c == '\\' || c == ';' || c == '#') {
                return false;
            }
        }
        return !path.contains("//")
                && !path.contains("/./")
                && !path.contains("/../")
                && !path.endsWith("/..")
                && !path.endsWith("/.");
    }
}
