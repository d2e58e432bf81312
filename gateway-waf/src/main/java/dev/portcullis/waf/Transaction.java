package dev.portcullis.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.portcullis.waf.internal.BodyFacts;
import dev.portcullis.waf.internal.Execution;
import dev.portcullis.waf.internal.RequestFacts;
import dev.portcullis.waf.internal.ResponseFacts;
import dev.portcullis.waf.internal.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One request and its response on their way through the rules. The host tells what it sees, step by step, and asks for a
 * verdict after each: {@link #requestHead()}, {@link #requestBody(byte[], int, int, boolean)}, {@link #responseHead()},
 * {@link #responseBody(byte[], int, int, boolean)}; {@link #finish()} comes last, however it ended. Steps may be left
 * out, not repeated nor turned round.
 *
 * <p>It never blocks, throws nothing for what a client sent, and allocates nothing outside of itself. One thread at a
 * time. Text is one character a byte (ISO-8859-1), as servers hand out heads; a text with any other character stands for
 * its UTF-8 bytes.
 */
public final class Transaction {
    private enum Step {
        BEGUN,
        LINE,
        REQUEST_HEAD,
        REQUEST_BODY,
        RESPONSE_LINE,
        RESPONSE_HEAD,
        RESPONSE_BODY,
        FINISHED
    }

    private final Execution execution;
    private final RequestFacts request;
    private final ResponseFacts response;
    private Step step = Step.BEGUN;
    private String target = "";
    private String host = "";

    Transaction(Execution execution) {
        this.execution = execution;
        request = new RequestFacts(execution);
        response = new ResponseFacts(execution);
    }

    /** Gives the transaction an id; without it one is made when it is needed. */
    public Transaction id(String id) {
        require(Step.BEGUN);
        execution.uniqueId(requireNonNull(id, "id"));
        return this;
    }

    /** The two ends of the connection; an unknown address is empty, an unknown port 0. */
    public Transaction connection(String client, int clientPort, String server, int serverPort) {
        require(Step.BEGUN);
        request.connection(client, clientPort, server, serverPort);
        return this;
    }

    /**
     * The request line.
     *
     * @param requestTarget as received, query included
     * @param protocol such as {@code HTTP/1.1}
     */
    public Transaction requestLine(String method, String requestTarget, String protocol) {
        advance(Step.BEGUN, Step.LINE);
        target = requestTarget;
        execution.enter(1);
        request.line(bytes(method), bytes(requestTarget), bytes(protocol));
        return this;
    }

    /** One header line of the request. */
    public Transaction requestHeader(String name, String value) {
        require(Step.LINE);
        if (host.isEmpty() && name.equalsIgnoreCase("host")) {
            host = value;
        }
        request.header(bytes(name), bytes(value));
        return this;
    }

    /** A parameter that the host found in the path of the request, decoded; rules see it in {@code ARGS_PATH}. */
    public Transaction pathArgument(String name, String value) {
        require(Step.LINE);
        request.pathArgument(bytes(name), bytes(value));
        return this;
    }

    /** The head is complete: runs phase 1. */
    public Optional<Interruption> requestHead() {
        advance(Step.LINE, Step.REQUEST_HEAD);
        execution.run(1);
        return interruption();
    }

    /** Whether rules want to see the request body. */
    public boolean wantsRequestBody() {
        return execution.switches().requestBodyAccess();
    }

    /** The number of bytes of the request body that rules look at; more is refused, or not looked at, as they say. */
    public long requestBodyLimit() {
        return execution.switches().requestBodyLimit();
    }

    /**
     * The body, empty if there is none: reads it and runs phase 2.
     *
     * @param body from here on not to be changed by the caller
     * @param more whether it goes on beyond these bytes
     */
    public Optional<Interruption> requestBody(byte[] body, int from, int to, boolean more) {
        java.util.Objects.checkFromToIndex(from, to, body.length);
        advance(Step.REQUEST_HEAD, Step.REQUEST_BODY);
        execution.enter(2);
        new BodyFacts(execution).read(body, from, to, more);
        execution.run(2);
        return interruption();
    }

    /** The status line of the response. */
    public Transaction responseLine(int status, String protocol) {
        if (step.compareTo(Step.LINE) <= 0 || step.compareTo(Step.RESPONSE_LINE) >= 0) {
            throw misplaced("responseLine");
        }
        step = Step.RESPONSE_LINE;
        response.line(status, protocol, "");
        return this;
    }

    /** One header line of the response. */
    public Transaction responseHeader(String name, String value) {
        require(Step.RESPONSE_LINE);
        response.header(bytes(name), bytes(value));
        return this;
    }

    /** The head of the response is complete: runs phase 3. */
    public Optional<Interruption> responseHead() {
        advance(Step.RESPONSE_LINE, Step.RESPONSE_HEAD);
        execution.run(3);
        return interruption();
    }

    /** Whether rules want to see the body of this response. */
    public boolean wantsResponseBody() {
        return response.wantsBody();
    }

    /** The number of bytes of the response body that rules look at. */
    public long responseBodyLimit() {
        return execution.switches().responseBodyLimit();
    }

    /**
     * The body of the response, empty if there is none: runs phase 4.
     *
     * @param body from here on not to be changed by the caller
     * @param more whether it goes on beyond these bytes
     */
    public Optional<Interruption> responseBody(byte[] body, int from, int to, boolean more) {
        java.util.Objects.checkFromToIndex(from, to, body.length);
        advance(Step.RESPONSE_HEAD, Step.RESPONSE_BODY);
        execution.enter(4);
        response.body(body, from, to, more);
        execution.run(4);
        return interruption();
    }

    /** The end, however it came: runs phase 5, which decides nothing, and keeps what persistent collections hold. */
    public void finish() {
        if (step == Step.FINISHED) {
            throw misplaced("finish");
        }
        step = Step.FINISHED;
        execution.run(5);
        execution.close();
    }

    /** The refusal, if there was one. */
    public Optional<Interruption> interruption() {
        Stop stop = execution.stop();
        if (stop == null) {
            return Optional.empty();
        }
        Interruption.Action action = switch (stop.kind()) {
            case DENY, LIMIT -> Interruption.Action.DENY;
            case DROP -> Interruption.Action.DROP;
            case REDIRECT -> Interruption.Action.REDIRECT;
        };
        Interruption.Cause cause = switch (stop.cause()) {
            case RULE -> Interruption.Cause.RULE;
            case SCORE -> Interruption.Cause.SCORE;
            case BODY -> Interruption.Cause.BODY;
            case LIMIT -> Interruption.Cause.LIMIT;
        };
        return Optional.of(new Interruption(
                action, stop.status(), stop.location(), stop.rule(), stop.phase(), stop.limit(), cause));
    }

    /** Of each rule that matched and logs, its first match, in order. */
    public List<Match> matches() {
        return matches(execution.matches());
    }

    /** Further matches of the same rules, in order, up to the number kept. */
    public List<Match> furtherMatches() {
        return matches(execution.moreMatches());
    }

    /** Of each rule that runs in shadow, its first match, in order. */
    public List<Match> shadowMatches() {
        return matches(execution.shadowMatches());
    }

    int matchCount() {
        return execution.matches().size();
    }

    int furtherMatchCount() {
        return execution.moreMatches().size();
    }

    int shadowMatchCount() {
        return execution.shadowMatches().size();
    }

    /** How many matches were not kept. */
    public long droppedMatches() {
        return execution.droppedMatches();
    }

    private List<Match> matches(List<dev.portcullis.waf.internal.Matched> matched) {
        List<Match> matches = new ArrayList<>(matched.size());
        LogLine.Context context = context();
        matched.forEach(m -> matches.add(new Match(m, context)));
        return matches;
    }

    private LogLine.Context context() {
        return new LogLine.Context(host, target, execution.id());
    }

    /** The codes of the limits that were reached, each once; where rules only detect, none of them refused. */
    public List<String> limits() {
        return List.copyOf(execution.switches().limits());
    }

    /** A log line for each limit that was reached. */
    public List<String> limitLogLines() {
        return limits().stream().map(limit -> LogLine.ofLimit(limit, context())).toList();
    }

    /** The number that the variable {@code TX} of this name holds, such as an anomaly score. */
    public OptionalLong txNumber(String name) {
        return execution.txNumber(bytes(name));
    }

    /** What runs the rules; for tests. */
    Execution execution() {
        return execution;
    }

    private void require(Step now) {
        if (step != now) {
            throw misplaced("this call");
        }
    }

    private void advance(Step from, Step to) {
        if (step != from) {
            throw misplaced(to.name());
        }
        step = to;
    }

    private IllegalStateException misplaced(String what) {
        return new IllegalStateException(what + " does not follow " + step);
    }

    private static byte[] bytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return text.getBytes(UTF_8);
            }
        }
        return text.getBytes(ISO_8859_1);
    }
}
