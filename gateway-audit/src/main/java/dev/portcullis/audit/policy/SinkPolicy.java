package dev.portcullis.audit.policy;

import dev.portcullis.audit.sink.Rotation;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One sink of the section {@code audit}. */
sealed interface SinkPolicy {
    /** What tells it from another: two of one key would be one. */
    default Object key() {
        return this;
    }

    /** As a policy names it. */
    String words();

    /**
     * A file.
     *
     * @param path where
     * @param rotation when it ends
     */
    record ToFile(Path path, Rotation rotation) implements SinkPolicy {
        @Override
        public Object key() {
            return path.toAbsolutePath().normalize();
        }

        @Override
        public String words() {
            return "file " + path;
        }
    }

    /** Standard output. */
    record ToStdout() implements SinkPolicy {
        @Override
        public String words() {
            return "stdout";
        }
    }

    /**
     * A logger.
     *
     * @param logger its name
     */
    record ToSlf4j(String logger) implements SinkPolicy {
        @Override
        public String words() {
            return "slf4j " + logger;
        }
    }

    /**
     * A syslog server.
     *
     * @param url {@code tcp://HOST:PORT} or {@code tls://HOST:PORT}
     * @param trust who may vouch for the server, or {@code null} for those of the JDK
     */
    record ToSyslog(URI url, @Nullable PolicyFile trust) implements SinkPolicy {
        @Override
        public String words() {
            return "syslog " + url;
        }
    }

    private static URI server(URI url) {
        boolean more = !url.getRawPath().isEmpty() || url.getRawQuery() != null || url.getRawFragment() != null;
        if (url.getHost() == null || url.getPort() < 1 || more) {
            throw new IllegalArgumentException("a server with its port and no path expected, such as tls://HOST:6514");
        }
        return url;
    }

    static Shape<SinkPolicy> shape() {
        Shape<ToFile> file = Shapes.object("auditFile", members -> {
            Member<Path> path = members.required("path", Shapes.output());
            Member<Long> rotate = members.withDefault("rotate", Shapes.size("4KiB", "64GiB"), "256MiB");
            Member<Duration> keep = members.optional("keep", Shapes.duration());
            Member<Long> keepSize = members.optional("keepSize", Shapes.size());
            Member<Boolean> gzip = members.withDefault("gzip", Shapes.flag(), true);
            return values -> new ToFile(
                    values.get(path),
                    new Rotation(values.get(rotate), values.orNull(keep), values.orNull(keepSize), values.get(gzip)));
        });
        Shape<ToStdout> stdout = Shapes.object("auditStdout", members -> values -> new ToStdout());
        Shape<ToSlf4j> slf4j = Shapes.object("auditSlf4j", members -> {
            Member<String> logger = members.withDefault("logger", Shapes.name(), "portcullis.audit");
            return values -> new ToSlf4j(values.get(logger));
        });
        Shape<ToSyslog> syslog = Shapes.object("auditSyslog", members -> {
            Member<URI> url = members.required("url", Shapes.url("tcp", "tls").as("invalid-url", SinkPolicy::server));
            Member<PolicyFile> trust = members.optional("trust", Shapes.file());
            return values -> {
                if (values.orNull(trust) != null && !values.get(url).getScheme().equals("tls")) {
                    throw new IllegalArgumentException("trust is for tls://HOST:PORT, and url says tcp");
                }
                return new ToSyslog(values.get(url), values.orNull(trust));
            };
        });
        return Shapes.object("auditSink", members -> {
            Member<ToFile> toFile = members.optional("file", file);
            Member<ToStdout> toStdout = members.optional("stdout", stdout);
            Member<ToSlf4j> toSlf4j = members.optional("slf4j", slf4j);
            Member<ToSyslog> toSyslog = members.optional("syslog", syslog);
            members.exactlyOne(toFile, toStdout, toSlf4j, toSyslog);
            return values -> {
                SinkPolicy chosen = values.orNull(toFile);
                chosen = chosen == null ? values.orNull(toStdout) : chosen;
                chosen = chosen == null ? values.orNull(toSlf4j) : chosen;
                return chosen == null ? values.get(toSyslog) : chosen;
            };
        });
    }
}
