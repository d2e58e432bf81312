package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Secret;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A resource that knows whether it was closed, and the provider that makes it for {@code thing: {size: 1}}. */
final class KeptThings implements AutoCloseable {
    volatile boolean closed;

    @Override
    public void close() {
        closed = true;
    }

    record Thing(
            long size, @Nullable PolicyFile file, @Nullable PolicyFile document) {}

    static final class Provider implements FilterProvider {
        private static final Shape<Thing> SHAPE = Shapes.object("thing", members -> {
            Member<Long> size = members.required("size", Shapes.number(0, 9));
            Member<PolicyFile> file = members.optional("file", Shapes.file());
            Member<PolicyFile> document = members.optional("document", Shapes.file());
            return values -> new Thing(values.get(size), values.orNull(file), values.orNull(document));
        });
        private static final Shape<Secret> DOCUMENT = Shapes.object("thingDocument", members -> {
            Member<Secret> key = members.required("key", Shapes.secret());
            return values -> values.get(key);
        });
        private static final Section<Thing> THING = Section.of("thing", SHAPE);

        private final Consumer<KeptThings> made;

        Provider(Consumer<KeptThings> made) {
            this.made = made;
        }

        @Override
        public String name() {
            return "gateway-things";
        }

        @Override
        public List<Section<?>> sections() {
            return List.of(THING);
        }

        @Override
        public void contribute(PolicyContext policy, Contribution contribution) {
            policy.get(THING)
                    .ifPresent(thing -> policy.kept(THING.place(), "thing", settings(policy, thing), () -> {
                        KeptThings kept = new KeptThings();
                        made.accept(kept);
                        return kept;
                    }));
        }

        private static Object settings(PolicyContext policy, Thing thing) {
            return thing.document() == null ? thing : List.of(thing, policy.read(thing.document(), DOCUMENT));
        }
    }
}
