package dev.portcullis.gateway.proxy;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What this proxy does not carry, said before a byte goes upstream. */
final class NotCarried {
    private NotCarried() {}

    static @Nullable Rejection of(RequestHead head, Headers headers) {
        if (head.method().equals("CONNECT")) {
            return refuse("proxy.connect", "CONNECT");
        }
        if (headers.contains("Upgrade")) {
            return refuse("proxy.upgrade", "an upgrade of the connection");
        }
        if (headers.contains("Trailer")) {
            return refuse("proxy.trailers", "announced trailers");
        }
        String type = headers.first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("application/grpc")) {
            return refuse("proxy.grpc", "gRPC");
        }
        return null;
    }

    private static Rejection refuse(String code, String what) {
        return Rejection.of(Reason.NOT_CARRIED, code, "the proxy does not carry " + what);
    }
}
