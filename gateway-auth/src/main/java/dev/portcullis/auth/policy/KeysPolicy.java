package dev.portcullis.auth.policy;

import dev.portcullis.auth.ClaimPaths;
import dev.portcullis.auth.jwks.FetchedKeysSettings;
import dev.portcullis.auth.jwks.KeyFetches.Metadata;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Members;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.shape.Values;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where an issuer's keys come from: the key {@code keys} of an issuer. */
sealed interface KeysPolicy {
    /** How the shape is read. */
    Shape<KeysPolicy> SHAPE = Shapes.<KeysPolicy>choice(discovery(), url(), jwksFile(), pem(), kubernetes());

    /**
     * Where the issuer puts roles and the like.
     *
     * @param written what the policy says, or {@code null}
     */
    default ClaimPaths claims(@Nullable ClaimPaths written) {
        return written == null ? ClaimPaths.DEFAULTS : written;
    }

    /** Keys that are fetched. */
    sealed interface Fetched extends KeysPolicy {
        /** How they are asked for and kept. */
        Keeping keeping();
    }

    /**
     * How fetched keys are asked for and kept.
     *
     * @param refresh when they are fetched anew
     * @param outage how long they serve without
     * @param timeout how long the issuer has for an answer
     */
    record Keeping(Duration refresh, Duration outage, Duration timeout) {
        /** The filter waits for no verdict longer than ten seconds. */
        private static final Duration LONGEST_WAIT = Duration.ofSeconds(9);

        /**
         * Whoever waits for keys waits a little longer than a fetch may take, or than until the next one is permitted, and for
         * a slow one not to its end.
         */
        FetchedKeysSettings settings() {
            FetchedKeysSettings defaults = FetchedKeysSettings.DEFAULTS;
            Duration patience = timeout.plusSeconds(1);
            patience = patience.compareTo(defaults.patience()) < 0 ? defaults.patience() : patience;
            return defaults.withFresh(refresh)
                    .withStale(outage)
                    .withPatience(patience.compareTo(LONGEST_WAIT) < 0 ? patience : LONGEST_WAIT);
        }
    }

    /**
     * From where the issuer's metadata says.
     *
     * @param metadata which metadata
     * @param origins that may serve the key set besides the issuer's own
     */
    record Discovery(Metadata metadata, Set<String> origins, Keeping keeping) implements Fetched {}

    /**
     * From a key set.
     *
     * @param jwksUri where it is
     */
    record Url(URI jwksUri, Keeping keeping) implements Fetched {}

    /**
     * From the API server of a cluster.
     *
     * @param server the server
     * @param ca the file of its authority
     * @param token the file of the token that says who asks
     */
    record Kubernetes(URI server, Path ca, Path token, Keeping keeping) implements Fetched {
        @Override
        public ClaimPaths claims(@Nullable ClaimPaths written) {
            return written == null
                    ? ClaimPaths.KUBERNETES
                    : new ClaimPaths(written.roles(), written.scopes(), written.tenant(), written.groups(), true);
        }
    }

    /**
     * From a key set in a file.
     *
     * @param file the file
     */
    record JwksFile(PolicyFile file) implements KeysPolicy {}

    /**
     * From PEM files.
     *
     * @param keys the files
     */
    record Pem(List<PemFile> keys) implements KeysPolicy {}

    /**
     * One key in PEM.
     *
     * @param file the file
     * @param keyId its id, or {@code null}
     */
    record PemFile(PolicyFile file, @Nullable String keyId) {}

    /** The members of how keys are kept, which stand beside those of where they come from. */
    record Times(Member<Duration> refresh, Member<Duration> outage, Member<Duration> timeout) {
        static Times in(Members members) {
            return new Times(
                    members.withDefault("refresh", Shapes.duration("10s", "1d"), "5m"),
                    members.withDefault("outage", Shapes.duration("1s", "7d"), "1h"),
                    members.withDefault("timeout", Shapes.duration("1s", "60s"), "5s"));
        }

        Keeping of(Values values) {
            return new Keeping(values.get(refresh), values.get(outage), values.get(timeout));
        }
    }

    /** What is written inside {@code discovery}. */
    record Metadatum(Metadata metadata, Set<String> origins) {}

    private static Shape<KeysPolicy> discovery() {
        Shape<Metadatum> settings = Shapes.object("jwtDiscovery", members -> {
            Member<Metadata> metadata = members.withDefault("metadata", Shapes.words(Metadata.values()), "openid");
            Member<List<String>> origins = members.withDefault(
                    "origins",
                    Shapes.list(
                                    Shapes.text(
                                            "an origin such as https://keys.example, without a path",
                                            "https?://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?",
                                            300),
                                    20)
                            .distinct(),
                    List.of());
            return values -> new Metadatum(values.get(metadata), Set.copyOf(values.get(origins)));
        });
        return Shapes.object("jwtKeysDiscovered", members -> {
            Member<Metadatum> discovery = members.required("discovery", settings);
            Times times = Times.in(members);
            return values -> new Discovery(
                    values.get(discovery).metadata(), values.get(discovery).origins(), times.of(values));
        });
    }

    private static Shape<KeysPolicy> url() {
        return Shapes.object("jwtKeysAt", members -> {
            Member<URI> uri = members.required("jwksUri", Shapes.url("http", "https"));
            Times times = Times.in(members);
            return values -> new Url(values.get(uri), times.of(values));
        });
    }

    /** What is written inside {@code kubernetes}. */
    record Cluster(URI server, Path ca, Path token) {}

    private static Shape<KeysPolicy> kubernetes() {
        String folder = "/var/run/secrets/kubernetes.io/serviceaccount/";
        Shape<Cluster> cluster = Shapes.object("kubernetes", members -> {
            Member<URI> server =
                    members.withDefault("server", Shapes.url("http", "https"), "https://kubernetes.default.svc");
            Member<Path> ca = members.withDefault("ca", Shapes.output(), folder + "ca.crt");
            Member<Path> token = members.withDefault("token", Shapes.output(), folder + "token");
            return values -> new Cluster(values.get(server), values.get(ca), values.get(token));
        });
        return Shapes.object("jwtKeysOfCluster", members -> {
            Member<Cluster> kubernetes = members.required("kubernetes", cluster);
            Times times = Times.in(members);
            return values -> {
                Cluster of = values.get(kubernetes);
                return new Kubernetes(of.server(), of.ca(), of.token(), times.of(values));
            };
        });
    }

    private static Shape<KeysPolicy> jwksFile() {
        return Shapes.object("jwtKeysInFile", members -> {
            Member<PolicyFile> file = members.required("jwksFile", Shapes.file());
            return values -> new JwksFile(values.get(file));
        });
    }

    private static Shape<KeysPolicy> pem() {
        Shape<PemFile> one = Shapes.object("pemKey", members -> {
            Member<PolicyFile> file = members.required("file", Shapes.file());
            Member<String> id = members.optional("keyId", Shapes.text());
            return values -> new PemFile(values.get(file), values.orNull(id));
        });
        return Shapes.object("jwtKeysInPem", members -> {
            Member<List<PemFile>> files =
                    members.required("pem", Shapes.list(one, 20).notEmpty());
            return values -> new Pem(values.get(files));
        });
    }
}
