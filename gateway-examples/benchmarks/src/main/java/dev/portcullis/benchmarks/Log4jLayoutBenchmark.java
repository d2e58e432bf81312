package dev.portcullis.benchmarks;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.StringMapMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The same facts as a record's, through the JSON layout of Log4j: what a request's thread pays where it logs them itself. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Log4jLayoutBenchmark {
    private final JsonTemplateLayout layout = JsonTemplateLayout.newBuilder()
            .setConfiguration(new DefaultConfiguration())
            .setEventTemplate("{\"time\":{\"$resolver\":\"timestamp\"},"
                    + "\"audit\":{\"$resolver\":\"map\"},\"logger\":{\"$resolver\":\"logger\",\"field\":\"name\"}}")
            .build();

    /** The message with its 26 members, the event, the bytes. */
    @Benchmark
    public byte[] layout() {
        StringMapMessage facts = new StringMapMessage(32);
        String[] names = {
            "bytesIn",
            "bytesOut",
            "clientAddress",
            "credential",
            "decision",
            "durationUs",
            "end",
            "event",
            "filter",
            "issuer",
            "limits",
            "method",
            "outcome",
            "path",
            "peerAddress",
            "policy",
            "protocol",
            "reason",
            "requestId",
            "route",
            "rules",
            "scheme",
            "status",
            "subject",
            "tenant",
            "traceId"
        };
        for (String name : names) {
            facts.put(name, "4a03e64df35e87b15cd69a3a13cb4bf0");
        }
        LogEvent event = Log4jLogEvent.newBuilder()
                .setLoggerName("audit")
                .setLevel(Level.INFO)
                .setMessage(facts)
                .setTimeMillis(System.currentTimeMillis())
                .build();
        return layout.toByteArray(event);
    }
}
