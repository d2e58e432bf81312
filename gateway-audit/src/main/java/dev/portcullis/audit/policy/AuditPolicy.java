package dev.portcullis.audit.policy;

import dev.portcullis.audit.AuditTerms;
import dev.portcullis.audit.ChainSettings;
import dev.portcullis.audit.Fsync;
import dev.portcullis.audit.WhenFull;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Secret;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The section {@code audit}.
 *
 * @param format how records are written
 * @param sinks where to
 * @param whenFull what happens where no place is free
 * @param fsync when records are forced to the medium
 * @param patience how long a request waits for its record
 * @param chain how records are linked
 * @param redact what is kept from them
 */
record AuditPolicy(
        Format format,
        List<SinkPolicy> sinks,
        WhenFull whenFull,
        Fsync fsync,
        Duration patience,
        ChainSettings chain,
        RedactPolicy redact) {
    static final Section<AuditPolicy> SECTION = Section.of("audit", shape());

    static final RouteKey<Boolean> ROUTE = RouteKey.of("audit", Shapes.object("routeAudit", members -> {
        Member<Boolean> required = members.required("required", Shapes.flag());
        return values -> values.get(required);
    }));

    /** The formats. */
    enum Format {
        /** The project's own. */
        PORTCULLIS,
        /** The Elastic Common Schema. */
        ECS
    }

    /** Everything that the log itself is made of; the rest is its filters'. */
    AuditPolicy ofLog() {
        return new AuditPolicy(format, sinks, whenFull, fsync, Duration.ZERO, chain, RedactPolicy.NONE);
    }

    /** How requests wait. */
    AuditTerms terms() {
        return new AuditTerms(whenFull, fsync == Fsync.EVERY_RECORD, patience);
    }

    private static Shape<AuditPolicy> shape() {
        return Shapes.object("audit", members -> {
            Member<Format> format = members.withDefault("format", Shapes.words(Format.values()), "portcullis");
            Member<List<SinkPolicy>> sinks =
                    members.required("sinks", Shapes.list(SinkPolicy.shape(), 8).notEmpty());
            Member<WhenFull> whenFull = members.withDefault("whenFull", Shapes.words(WhenFull.values()), "block");
            Member<Fsync> fsync = members.withDefault("fsync", Shapes.words(Fsync.values()), "everySecond");
            Member<Duration> patience = members.withDefault("patience", Shapes.duration("10ms", "1m"), "5s");
            Member<ChainSettings> chain = members.optional("chain", chainShape());
            Member<RedactPolicy> redact = members.optional("redact", RedactPolicy.shape());
            return values -> new AuditPolicy(
                    values.get(format),
                    distinct(values.get(sinks)),
                    values.get(whenFull),
                    values.get(fsync),
                    values.get(patience),
                    values.or(chain, ChainSettings.UNSIGNED),
                    values.or(redact, RedactPolicy.NONE));
        });
    }

    private static List<SinkPolicy> distinct(List<SinkPolicy> sinks) {
        Set<Object> keys = new HashSet<>();
        for (SinkPolicy sink : sinks) {
            if (!keys.add(sink.key())) {
                throw new IllegalArgumentException("two sinks are the same: " + sink.words());
            }
        }
        return sinks;
    }

    private record Checkpoint(int records, Duration every) {}

    private static Shape<ChainSettings> chainShape() {
        Shape<Checkpoint> checkpointShape = Shapes.object("auditCheckpoint", members -> {
            Member<Integer> records = members.withDefault("records", Shapes.integer(1, 1_000_000), 1_000);
            Member<Duration> every = members.withDefault("every", Shapes.duration("100ms", "1h"), "10s");
            return values -> new Checkpoint(values.get(records), values.get(every));
        });
        return Shapes.object("auditChain", members -> {
            Member<SigningKey> signing =
                    members.optional("signingKey", Shapes.secret().as("invalid-key", SigningKey::of));
            Member<Secret> mac = members.optional("macKey", Keys.shape());
            Member<Checkpoint> checkpoint = members.optional("checkpoint", checkpointShape);
            members.together(checkpoint, signing);
            return values -> {
                SigningKey key = values.orNull(signing);
                Checkpoint when = values.or(checkpoint, new Checkpoint(1_000, Duration.ofSeconds(10)));
                return new ChainSettings(
                        key == null ? null : key.key(), Keys.bytes(values.orNull(mac)), when.records(), when.every());
            };
        });
    }
}
