package dev.portcullis.auth.policy;

import dev.portcullis.auth.ClaimPaths;
import dev.portcullis.auth.jwks.FetchedKeysSettings;
import dev.portcullis.auth.jwks.KeyFetches.Metadata;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Members;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
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

    /** Where the issuer puts roles and the like, unless the policy says. */
    default ClaimPaths claims() {
        return ClaimPaths.DEFAULTS;
    }

    /** Keys that are fetched. */
    sealed interface Fetched extends KeysPolicy {
        /** How they are kept. */
        FetchedKeysSettings settings();
    }

    /**
     * From where the issuer's metadata says.
     *
     * @param metadata which metadata
     * @param origins that may serve the key set besides the issuer's own
     */
    record Discovery(Metadata metadata, Set<String> origins, FetchedKeysSettings settings) implements Fetched {}

    /**
     * From a key set.
     *
     * @param jwksUri where it is
     */
    record Url(URI jwksUri, FetchedKeysSettings settings) implements Fetched {}

    /**
     * From the API server of a cluster.
     *
     * @param server the server
     * @param ca the file of its authority
     * @param token the file of the token that says who asks
     */
    record Kubernetes(URI server, Path ca, Path token, FetchedKeysSettings settings) implements Fetched {
        @Override
        public ClaimPaths claims() {
            return ClaimPaths.KUBERNETES;
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

    private static Shape<KeysPolicy> discovery() {
        Shape<Discovery> settings = Shapes.object("jwtDiscovery", members -> {
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
            return values ->
                    new Discovery(values.get(metadata), Set.copyOf(values.get(origins)), FetchedKeysSettings.DEFAULTS);
        });
        return Shapes.object("jwtKeysDiscovered", members -> {
            Member<Discovery> discovery = members.required("discovery", settings);
            Member<Duration> refresh = refresh(members);
            Member<Duration> outage = outage(members);
            return values -> {
                Discovery found = values.get(discovery);
                return new Discovery(found.metadata(), found.origins(), kept(values.get(refresh), values.get(outage)));
            };
        });
    }

    private static Shape<KeysPolicy> url() {
        return Shapes.object("jwtKeysAt", members -> {
            Member<URI> uri = members.required("jwksUri", Shapes.url("http", "https"));
            Member<Duration> refresh = refresh(members);
            Member<Duration> outage = outage(members);
            return values -> new Url(values.get(uri), kept(values.get(refresh), values.get(outage)));
        });
    }

    private static Shape<KeysPolicy> kubernetes() {
        String folder = "/var/run/secrets/kubernetes.io/serviceaccount/";
        Shape<Kubernetes> cluster = Shapes.object("kubernetes", members -> {
            Member<URI> server =
                    members.withDefault("server", Shapes.url("http", "https"), "https://kubernetes.default.svc");
            Member<Path> ca = members.withDefault("ca", Shapes.output(), folder + "ca.crt");
            Member<Path> token = members.withDefault("token", Shapes.output(), folder + "token");
            return values ->
                    new Kubernetes(values.get(server), values.get(ca), values.get(token), FetchedKeysSettings.DEFAULTS);
        });
        return Shapes.object("jwtKeysOfCluster", members -> {
            Member<Kubernetes> kubernetes = members.required("kubernetes", cluster);
            Member<Duration> refresh = refresh(members);
            Member<Duration> outage = outage(members);
            return values -> {
                Kubernetes of = values.get(kubernetes);
                return new Kubernetes(of.server(), of.ca(), of.token(), kept(values.get(refresh), values.get(outage)));
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

    private static Member<Duration> refresh(Members members) {
        return members.withDefault("refresh", Shapes.duration("10s", "1d"), "5m");
    }

    private static Member<Duration> outage(Members members) {
        return members.withDefault("outage", Shapes.duration("1s", "7d"), "1h");
    }

    private static FetchedKeysSettings kept(Duration refresh, Duration outage) {
        return FetchedKeysSettings.DEFAULTS.withFresh(refresh).withStale(outage);
    }
}
