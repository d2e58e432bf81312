package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import dev.portcullis.gateway.internal.CanonicalHeadReader;
import dev.portcullis.gateway.internal.Engine;
import dev.portcullis.gateway.internal.HeadReader;
import dev.portcullis.gateway.internal.SystemScheduler;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a server, put together once. Immutable and thread-safe; a changed policy is a new gateway, and exchanges end
 * on the one on which they began.
 *
 * <pre>{@code
 * Gateway gateway = Gateway.builder()
 *     .add(Stage.AUTHENTICATION, authentication)
 *     .add(Installation.of(Stage.WAF, rules).withMode(Mode.SHADOW))
 *     .build();
 * }</pre>
 *
 * <p>An adapter in one of the server packages takes it from here.
 */
public final class Gateway implements Host {
    private final Engine engine;
    private final Limits limits;
    private final String policyVersion;

    private Gateway(Builder builder) {
        limits = builder.limits;
        policyVersion = builder.policyVersion;
        engine = new Engine(
                builder.installations,
                builder.headReader(),
                limits,
                builder.clock,
                builder.nanoTime,
                builder.scheduler,
                builder.random,
                policyVersion,
                builder.onRefusedHead,
                builder.onOutcome);
    }

    /** A builder without filters, with the default limits and the system's clock, random source and timer. */
    public static Builder builder() {
        return new Builder();
    }

    /** The timers of gateways that were given none of their own: one daemon thread, which starts with the first deadline. */
    public static Scheduler systemScheduler() {
        return SystemScheduler.INSTANCE;
    }

    @Override
    public Passage refuse(RawHead head, Rejection why) {
        return engine.refuse(requireNonNull(head, "head"), requireNonNull(why, "why"));
    }

    @Override
    public Passage open(RawHead head, Executor home) {
        return engine.open(requireNonNull(head, "head"), requireNonNull(home, "home"));
    }

    /** The bounds that this gateway keeps. */
    public Limits limits() {
        return limits;
    }

    /** The version of the policy that this gateway stands for. */
    public String policyVersion() {
        return policyVersion;
    }

    /** The bytes that all collected bodies hold now; for metrics. */
    public long bufferedBytes() {
        return engine.buffered();
    }

    /** The exchanges that wait for a deferred verdict now; for metrics. */
    public int parkedExchanges() {
        return engine.parked();
    }

    /** Collects the parts of a gateway. Not thread-safe. */
    public static final class Builder {
        private final List<Installation> installations = new ArrayList<>();
        private Limits limits = Limits.DEFAULTS;
        private PathRules pathRules = PathRules.STRICT;
        private TrustedProxies trustedProxies = TrustedProxies.NONE;
        private InstantSource clock = InstantSource.system();
        private LongSupplier nanoTime = System::nanoTime;
        private Scheduler scheduler = SystemScheduler.INSTANCE;
        private RandomGenerator random = new SecureRandom();
        private String policyVersion = "unversioned";
        private @Nullable BiConsumer<RefusedHead, Outcome> onRefusedHead;
        private @Nullable OutcomeObserver onOutcome;

        private Builder() {}

        /** Adds a filter that is enforced on all routes and fails closed. */
        public Builder add(Stage stage, Filter filter) {
            return add(Installation.of(stage, filter));
        }

        /** Adds a filter. */
        public Builder add(Installation installation) {
            installations.add(requireNonNull(installation, "installation"));
            return this;
        }

        /** Sets the bounds; {@link Limits#DEFAULTS} otherwise. */
        public Builder limits(Limits bounds) {
            limits = requireNonNull(bounds, "bounds");
            return this;
        }

        /** Sets which ambiguous spellings of a path are refused; {@link PathRules#STRICT} otherwise. */
        public Builder pathRules(PathRules rules) {
            pathRules = requireNonNull(rules, "rules");
            return this;
        }

        /** Sets whose word about the client is taken; nobody's otherwise. */
        public Builder trustedProxies(TrustedProxies proxies) {
            trustedProxies = requireNonNull(proxies, "proxies");
            return this;
        }

        /**
         * Sets the time that exchanges are stamped with and measured by.
         *
         * @param wall tells the time of day
         * @param nanos tells elapsed time in nanoseconds, as {@link System#nanoTime} does
         */
        public Builder clock(InstantSource wall, LongSupplier nanos) {
            clock = requireNonNull(wall, "wall");
            nanoTime = requireNonNull(nanos, "nanos");
            return this;
        }

        /** Sets the source of the key that exchange ids are made with; a {@link SecureRandom} otherwise. */
        public Builder random(RandomGenerator source) {
            random = requireNonNull(source, "source");
            return this;
        }

        /** Sets what runs the deadlines of deferred verdicts; one daemon thread for all gateways otherwise. */
        public Builder scheduler(Scheduler timers) {
            scheduler = requireNonNull(timers, "timers");
            return this;
        }

        /** Names the policy that the gateway stands for. */
        public Builder policyVersion(String version) {
            policyVersion = requireNonNull(version, "version");
            return this;
        }

        /**
         * Sets who is told of requests that were refused before the first filter, once each, when the exchange is over. Like
         * a filter's observer it must not block.
         */
        public Builder onRefusedHead(BiConsumer<RefusedHead, Outcome> observer) {
            onRefusedHead = requireNonNull(observer, "observer");
            return this;
        }

        /**
         * Sets who is told how each exchange ended. With one, the time that each filter takes is measured, and every outcome
         * says it.
         */
        public Builder onOutcome(OutcomeObserver observer) {
            onOutcome = requireNonNull(observer, "observer");
            return this;
        }

        /**
         * Puts the gateway together.
         *
         * @throws IllegalArgumentException if a filter has no name
         */
        public Gateway build() {
            return new Gateway(this);
        }

        private HeadReader headReader() {
            return new CanonicalHeadReader(limits, pathRules, trustedProxies);
        }
    }
}
