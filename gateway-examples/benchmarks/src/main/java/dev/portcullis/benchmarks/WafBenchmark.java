package dev.portcullis.benchmarks;

import dev.portcullis.benchmarks.RequestMix.Request;
import dev.portcullis.waf.Transaction;
import dev.portcullis.waf.Waf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One request through the Core Rule Set, all phases, without a server. The rules are those of {@code crs-v4/rules} in the
 * folder that {@code PORTCULLIS_CORPORA} names.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WafBenchmark {
    /** The class of the requests. */
    @Param({"page", "form", "longquery", "json-2k", "json-20k", "upload"})
    private String kind = "page";

    /** The paranoia level. */
    @Param({"1", "2", "4"})
    private int level = 1;

    private Waf waf = Waf.builder().build();
    private List<Request> requests = List.of();

    /** One thread's place in the list. */
    @State(Scope.Thread)
    public static class Place {
        private int at;
    }

    /** Loads the rules and composes the requests. */
    @Setup
    public void prepare() {
        String corpora = System.getenv("PORTCULLIS_CORPORA");
        if (corpora == null || corpora.isEmpty()) {
            throw new IllegalStateException("PORTCULLIS_CORPORA must name the folder of the corpora");
        }
        waf = Waf.builder()
                .rules(
                        "on",
                        "SecRuleEngine DetectionOnly\nSecRequestBodyAccess On\n"
                                + "SecRule REQUEST_HEADERS:Content-Type \"@rx ^application/json\""
                                + " \"id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON\"\n")
                .rules(
                        "level",
                        "SecAction \"id:2,phase:1,pass,nolog,setvar:tx.crs_setup_version=400,"
                                + "setvar:tx.blocking_paranoia_level=" + level + ",setvar:tx.detection_paranoia_level="
                                + level
                                + "\"")
                .rules(Path.of(corpora, "crs-v4", "rules"))
                .build();
        requests = RequestMix.compose(1, false, false).stream()
                .filter(request -> request.kind().equals(kind))
                .toList();
    }

    /** A request of the class, one after the other. */
    @Benchmark
    public Object request(Place place) {
        Request request = requests.get(place.at++ % requests.size());
        Transaction transaction = waf.begin();
        transaction.connection("192.0.2.1", 4711, "198.51.100.1", 443);
        transaction.requestLine(request.method(), request.uri(), "HTTP/1.1");
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            transaction.requestHeader(header.getKey(), header.getValue());
        }
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        if (transaction.requestHead().isEmpty()
                && transaction.requestBody(body, 0, body.length, false).isEmpty()) {
            transaction.responseLine(200, "HTTP/1.1");
            if (transaction.responseHead().isEmpty()) {
                transaction.responseBody(new byte[0], 0, 0, false);
            }
        }
        transaction.finish();
        return transaction;
    }
}
