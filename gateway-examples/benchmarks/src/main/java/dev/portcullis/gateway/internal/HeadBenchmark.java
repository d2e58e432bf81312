package dev.portcullis.gateway.internal;

import dev.portcullis.benchmarks.PipelineBenchmark;
import dev.portcullis.benchmarks.Pipelines;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Where the time of an exchange goes: making the head canonical, and the pipeline over a head that is canonical already. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadBenchmark {
    private final RawHead raw = PipelineBenchmark.rawHead();
    private final HeadReader reader = new CanonicalHeadReader(Limits.DEFAULTS, PathRules.STRICT, TrustedProxies.NONE);
    private final HeadReader.Result canonical = reader.read(raw);
    private final Engine continuing = engine(Pipelines.fourContinuing());
    private final Engine subscribing = engine(Pipelines.fourSubscribing());

    private Engine engine(List<Installation> filters) {
        return new Engine(
                filters,
                ready -> canonical,
                Limits.DEFAULTS,
                InstantSource.system(),
                System::nanoTime,
                SystemScheduler.INSTANCE,
                new SecureRandom(),
                "benchmark@1",
                null,
                null);
    }

    /** The head alone. */
    @Benchmark
    public HeadReader.Result canonicalHead() {
        return reader.read(raw);
    }

    /** The pipeline alone: four filters that continue. */
    @Benchmark
    public Passage pipelineOfFourContinuing() {
        return PipelineBenchmark.exchange(continuing.open(raw, Runnable::run));
    }

    /** The pipeline alone: four filters that subscribe. */
    @Benchmark
    public Passage pipelineOfFourSubscribing() {
        return PipelineBenchmark.exchange(subscribing.open(raw, Runnable::run));
    }
}
