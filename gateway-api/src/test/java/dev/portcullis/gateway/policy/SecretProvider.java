package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Secret;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A section with one of every shape that the core sections do without. */
final class SecretProvider implements FilterProvider {
    record Vault(
            @Nullable Secret key,
            @Nullable Secret store,
            @Nullable URI url,
            @Nullable PolicyFile file,
            @Nullable LocalTime from,
            @Nullable ZoneId zone,
            @Nullable Object cost,
            @Nullable Object anything) {}

    private static final Shape<Vault> SHAPE = Shapes.object("vault", members -> {
        Member<Secret> key = members.optional("key", Shapes.secret());
        Member<Secret> store = members.optional("store", Shapes.secretUrl("redis", "rediss", "https"));
        Member<URI> url = members.optional("url", Shapes.url("https"));
        Member<PolicyFile> file = members.optional("file", Shapes.file());
        Member<LocalTime> from = members.optional("from", Shapes.timeOfDay());
        Member<ZoneId> zone = members.optional("zone", Shapes.zone());
        Shape<Object> header = Shapes.object("costHeader", cost -> {
            Member<String> name = cost.required("header", Shapes.name());
            return values -> values.get(name);
        });
        Shape<Object> bytes = Shapes.object("costBytes", cost -> {
            Member<Long> per = cost.required("bodyBytes", Shapes.size());
            return values -> values.get(per);
        });
        Member<Object> cost = members.optional(
                "cost", Shapes.<Object>choice(Shapes.number(1, 100), Shapes.word("free", 0L), header, bytes));
        Member<Object> anything = members.optional("anything", Shapes.any());
        members.atMostOne(key, store, cost);
        members.together(from, zone);
        return values -> new Vault(
                values.orNull(key),
                values.orNull(store),
                values.orNull(url),
                values.orNull(file),
                values.orNull(from),
                values.orNull(zone),
                values.orNull(cost),
                values.orNull(anything));
    });
    static final Section<Vault> VAULT = Section.of("vault", SHAPE);

    @Override
    public String name() {
        return "gateway-vault";
    }

    @Override
    public List<Section<?>> sections() {
        return List.of(VAULT);
    }
}
