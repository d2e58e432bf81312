package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.time.Duration;

/** The shape of {@link Limits}. */
final class LimitsShape {
    /** The largest body that an array can hold, as a document writes it. */
    static final String LARGEST = "2047MiB";

    private LimitsShape() {}

    static Shape<Limits> shape() {
        return Shapes.object("limits", members -> {
            Member<Integer> requestLine = members.withDefault("requestLine", bytes("1B", "64KiB"), "8KiB");
            Member<Integer> headers = members.withDefault("headers", bytes("1B", "1MiB"), "32KiB");
            Member<Integer> headerCount = members.withDefault("headerCount", Shapes.integer(1, 10_000), 100);
            Member<Integer> body = members.withDefault("body", bytes("0B", LARGEST), "1MiB");
            Member<Duration> bodyTime = members.withDefault("bodyTime", Shapes.duration("1ms", "1h"), "30s");
            Member<Long> buffers = members.withDefault("buffers", Shapes.size("0B", "1024GiB"), "64MiB");
            Member<Integer> parked = members.withDefault("parked", Shapes.integer(0, 1_000_000), 1000);
            return values -> new Limits(
                    values.get(requestLine),
                    values.get(headers),
                    values.get(headerCount),
                    values.get(body),
                    values.get(bodyTime),
                    values.get(buffers),
                    values.get(parked));
        });
    }

    static Shape<Integer> bytes(String least, String most) {
        return Shapes.size(least, most).as("invalid", Math::toIntExact);
    }
}
