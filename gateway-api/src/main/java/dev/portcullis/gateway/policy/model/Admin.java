package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;

/**
 * Where {@code /livez}, {@code /readyz} and {@code /metrics} are served; never on the public port.
 *
 * @param host to listen on
 * @param port to listen on; 0 chooses a free one
 */
public record Admin(String host, int port) {
    /** Checks the port. */
    public Admin {
        requireNonNull(host, "host");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: 0 to 65535 expected, got " + port);
        }
    }

    static Shape<Admin> shape() {
        return Shapes.object("admin", members -> {
            Member<String> host = members.withDefault(
                    "host",
                    Shapes.text("an address or a host name to listen on", "[A-Za-z0-9_.-]+|[0-9A-Fa-f:.]+", 253),
                    "127.0.0.1");
            Member<Integer> port = members.required("port", Shapes.integer(0, 65_535));
            return values -> new Admin(values.get(host), values.get(port));
        });
    }
}
