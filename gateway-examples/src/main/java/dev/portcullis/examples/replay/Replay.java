package dev.portcullis.examples.replay;

import dev.portcullis.waf.Interruption;
import dev.portcullis.waf.Match;
import dev.portcullis.waf.Transaction;
import dev.portcullis.waf.Waf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs recorded requests through rules and writes one verdict a line. */
public final class Replay {
    private static final String[] SCORES = {"blocking_inbound_anomaly_score", "inbound_anomaly_score", "anomaly_score"};

    private final Waf waf;

    /** A replay through these rules. */
    public Replay(Waf waf) {
        this.waf = waf;
    }

    /**
     * Runs all requests of a file.
     *
     * @param out takes one JSON object a line
     */
    public void run(Path file, Appendable out) throws IOException, RequestFile.UnreadableException {
        RequestFile.read(file, request -> {
            long start = System.nanoTime();
            Transaction transaction = unfinished(request);
            long score = score(transaction);
            end(transaction);
            long micros = (System.nanoTime() - start) / 1000;
            out.append(line(request, transaction, score, micros)).append('\n');
        });
    }

    /** Passes one request and its response through all phases; the last three unless it was refused. */
    void pass(RecordedRequest request) {
        end(unfinished(request));
    }

    private static void end(Transaction transaction) {
        if (transaction.interruption().isEmpty()) {
            transaction.finish();
        }
    }

    /** The phases but the last one, whose end the variables do not outlive. */
    private Transaction unfinished(RecordedRequest request) {
        Transaction transaction = waf.begin();
        transaction.connection(request.remoteAddress(), 0, "", 0);
        transaction.requestLine(request.method(), request.uri(), request.version());
        for (RecordedRequest.Header header : request.headers()) {
            transaction.requestHeader(header.name(), header.value());
        }
        if (transaction.requestHead().isPresent()) {
            return transaction;
        }
        byte[] body = request.bodyBytes();
        if (transaction.requestBody(body, 0, body.length, false).isPresent()) {
            return transaction;
        }
        Optional<RecordedRequest.Response> response = request.response();
        transaction.responseLine(response.map(RecordedRequest.Response::status).orElse(200), request.version());
        if (response.isPresent()) {
            for (RecordedRequest.Header header : response.get().headers()) {
                transaction.responseHeader(header.name(), header.value());
            }
        }
        if (transaction.responseHead().isPresent()) {
            return transaction;
        }
        byte[] answer = response.map(RecordedRequest.Response::body).orElse(RecordedRequest.Content.EMPTY).bytes;
        transaction.responseBody(answer, 0, answer.length, false);
        return transaction;
    }

    private static String line(RecordedRequest request, Transaction transaction, long score, long micros) {
        Optional<Interruption> stop = transaction.interruption();
        int answered = request.response().map(RecordedRequest.Response::status).orElse(200);
        List<Match> matches = transaction.matches();
        List<String> logs = new ArrayList<>();
        matches.forEach(match -> logs.add(match.logLine()));
        logs.addAll(transaction.limitLogLines());
        JsonLine json = new JsonLine();
        request.id().writeTo(json.member("id"));
        json.member("matched").numbers(matches.stream().map(Match::ruleId).toList());
        json.member("logs").strings(logs);
        json.member("blocked").literal(Boolean.toString(stop.isPresent()));
        json.member("status")
                .literal(Integer.toString(stop.map(Interruption::status).orElse(answered)));
        json.member("score").literal(Long.toString(score));
        json.member("us").literal(Long.toString(micros));
        return json.end();
    }

    private static long score(Transaction transaction) {
        for (String name : SCORES) {
            OptionalLong score = transaction.txNumber(name);
            if (score.isPresent()) {
                return score.getAsLong();
            }
        }
        return 0;
    }
}
