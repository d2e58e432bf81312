package dev.portcullis.gateway.policy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Scheduler;
import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.shape.Errors;
import dev.portcullis.gateway.policy.shape.Node;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.shape.Position;
import dev.portcullis.gateway.policy.shape.Reading;
import dev.portcullis.gateway.policy.shape.Sources;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.Purpose;
import dev.portcullis.gateway.policy.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads policies, with what they need of the process: the filter providers, the environment variables, the clock. Immutable
 * and thread-safe; {@link Policy#loader} has the defaults.
 */
public final class PolicyLoader {
    private final Providers providers;
    private final Function<String, @Nullable String> variables;
    private final InstantSource clock;
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final Scheduler scheduler;

    private PolicyLoader(
            Providers providers,
            Function<String, @Nullable String> variables,
            InstantSource clock,
            InstantSource wall,
            LongSupplier nanoTime,
            Scheduler scheduler) {
        this.providers = providers;
        this.variables = variables;
        this.clock = clock;
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.scheduler = scheduler;
    }

    static PolicyLoader system() {
        return new PolicyLoader(
                Providers.found(),
                System::getenv,
                InstantSource.system(),
                InstantSource.system(),
                System::nanoTime,
                Gateway.systemScheduler());
    }

    /**
     * A loader with these providers and no others.
     *
     * @throws IllegalStateException if two of them own the same name
     */
    public PolicyLoader withProviders(FilterProvider... only) {
        return new PolicyLoader(Providers.of(List.of(only)), variables, clock, wall, nanoTime, scheduler);
    }

    /** A loader that takes environment variables from here; {@code null} stands for one that is not set. */
    public PolicyLoader withVariables(Function<String, @Nullable String> from) {
        return new PolicyLoader(providers, requireNonNull(from, "from"), clock, wall, nanoTime, scheduler);
    }

    /**
     * A loader whose gateways live by this clock.
     *
     * @param wall tells the time of day
     * @param nanos tells elapsed time in nanoseconds, as {@link System#nanoTime} does
     */
    public PolicyLoader withClock(InstantSource wall, LongSupplier nanos) {
        requireNonNull(wall, "wall");
        return new PolicyLoader(providers, variables, wall, wall, requireNonNull(nanos, "nanos"), scheduler);
    }

    /** A loader whose gateways live at one moment; whether files are still good is told by the clock as it was. */
    PolicyLoader standingAt(Instant time) {
        return new PolicyLoader(providers, variables, InstantSource.fixed(time), wall, () -> 0, scheduler);
    }

    /** A loader whose gateways run their deadlines here. */
    public PolicyLoader withScheduler(Scheduler timers) {
        return new PolicyLoader(providers, variables, clock, wall, nanoTime, requireNonNull(timers, "timers"));
    }

    /**
     * Loads a file.
     *
     * @throws PolicyErrors with all mistakes; nothing of the policy is then in force
     */
    public LoadedPolicy load(Path file) throws PolicyErrors {
        return activated(assemble(read(file), Purpose.SERVE, null));
    }

    /**
     * Puts a policy together that was built in Java.
     *
     * @param base the directory that relative paths start from
     * @throws PolicyErrors with all mistakes; nothing of the policy is then in force
     */
    public LoadedPolicy load(GatewayPolicy policy, Path base) throws PolicyErrors {
        String label = policy.metadata().name();
        return activated(assemble(
                new Draft(label, null, null, policy, new Errors(), new Sources(base, variables)), Purpose.SERVE, null));
    }

    private static LoadedPolicy activated(LoadedPolicy policy) {
        policy.active(policy.listeners());
        return policy;
    }

    /**
     * What is wrong with a document by itself, for an editor or a reviewer: its keys, types and values, the names that it
     * refers to and the files that it names. No policy is put together, so no provider has had a say.
     *
     * @param file stands in the errors; relative paths start from its directory. It need not exist.
     * @param content the document
     * @return all mistakes, by position
     */
    public List<PolicyError> examine(Path file, byte[] content) {
        return read(file, content, new Errors()).errors().all();
    }

    /** The JSON Schema (draft 2020-12) of the documents that this loader reads. */
    public String jsonSchema() {
        return providers.document().jsonSchema("urn:portcullis:policy:v1", "The policy of a Portcullis gateway");
    }

    Draft read(Path file) {
        Errors errors = new Errors();
        byte[] content = content(file, errors);
        if (content == null) {
            return new Draft(file.toString(), null, null, null, errors, sources(file));
        }
        return read(file, content, errors);
    }

    Draft read(Path file, byte[] content, Errors errors) {
        Sources sources = sources(file);
        Reading reading = new Reading(errors, sources);
        Node root = YamlReader.read(file.toString(), content, errors).orElse(null);
        if (root == null) {
            return new Draft(file.toString(), null, null, null, errors, sources);
        }
        Optional<GatewayPolicy> policy = providers.document().read(root, Place.TOP, reading);
        reading.names().reportDangling(errors);
        return new Draft(file.toString(), digest(content), root, policy.orElse(null), errors, sources);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    LoadedPolicy assemble(Draft draft, Purpose purpose, @Nullable LoadedPolicy previous) throws PolicyErrors {
        return new Assembly(this, draft, purpose, previous).assemble();
    }

    /** The content of a policy file, or {@code null} where it cannot be read, which is then a mistake. */
    static byte @Nullable [] content(Path file, Errors errors) {
        String why;
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(YamlReader.LIMIT + 1);
        } catch (NoSuchFileException e) {
            why = "no such file";
        } catch (AccessDeniedException e) {
            why = "permission denied";
        } catch (IOException e) {
            why = Files.isDirectory(file) ? "it is a directory" : e.getClass().getSimpleName();
        }
        errors.add(new Position(file.toString(), 0, 0), "unreadable-policy", "cannot read the file: " + why);
        return null;
    }

    Providers providers() {
        return providers;
    }

    InstantSource clock() {
        return clock;
    }

    InstantSource wall() {
        return wall;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    private Sources sources(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return new Sources(parent == null ? file.toAbsolutePath() : parent, variables);
    }
}
