package dev.portcullis.waf.policy;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.BodyLimit.Overflow;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.util.List;
import java.util.Locale;

/** The shapes of {@code requestBody} and {@code responseBody}. */
final class BodyShapes {
    private static final String MEDIA_TYPE = "[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+";
    private static final Shape<Long> LIMIT = Shapes.size("1B", "1GiB");
    private static final Shape<Overflow> OVERFLOW = Shapes.words(Overflow.REJECT, Overflow.INSPECT_PREFIX);

    private BodyShapes() {}

    static Shape<BodyLimit> request() {
        return Shapes.object("wafRequestBody", members -> {
            Member<Long> limit = members.withDefault("limit", LIMIT, "1MiB");
            Member<Overflow> overflow = members.withDefault("overflow", OVERFLOW, "reject");
            return values -> new BodyLimit(Math.toIntExact(values.get(limit)), values.get(overflow));
        });
    }

    static Shape<WafPolicy.ResponseBodies> response() {
        Shape<String> type = Shapes.text("a media type such as text/html", MEDIA_TYPE, 128)
                .as("invalid", text -> text.toLowerCase(Locale.ROOT));
        return Shapes.object("wafResponseBody", members -> {
            Member<Long> limit = members.withDefault("limit", LIMIT, "512KiB");
            Member<Overflow> overflow = members.withDefault("overflow", OVERFLOW, "inspectPrefix");
            Member<List<String>> types = members.withDefault(
                    "types",
                    Shapes.list(type, 100).distinct(),
                    List.of("text/html", "text/plain", "application/json", "application/xml"));
            return values -> new WafPolicy.ResponseBodies(
                    new BodyLimit(Math.toIntExact(values.get(limit)), values.get(overflow)), values.get(types));
        });
    }
}
