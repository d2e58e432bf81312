package dev.portcullis.waf;

import static java.util.Objects.requireNonNull;

import dev.portcullis.waf.internal.BodyFacts;
import dev.portcullis.waf.internal.Execution;
import dev.portcullis.waf.internal.Outcome;
import dev.portcullis.waf.internal.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on their way through the rules. The host tells what it sees, step by step, and asks for a
 * verdict after each: {@link #requestHead()}, {@link #requestBody(byte[], int, int, boolean)}, {@link #responseHead()},
 * {@link #responseBody(byte[], int, int, boolean)}; {@link #finish()} comes last, however it ended. Steps may be left
 * out, not repeated nor turned round.
 *
 * <p>It never blocks, throws nothing for what a client sent, and allocates nothing outside of itself. One thread at a
 * time: a second one is turned away with an {@link IllegalStateException}. Text is one character a byte (ISO-8859-1), as
 * servers hand out heads; a text with any other character stands for its UTF-8 bytes.
 *
 * <p>The end gives the memory of the variables back, wiped, for other transactions. What was decided and found
 * ({@link #interruption()}, {@link #matches()}, {@link #limits()} and their like) is a copy that can be read for ever;
 * variables ({@link #txNumber(String)}) and all steps are refused from then on.
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

    /** Nobody is inside; somebody is; somebody is, and ends the transaction on leaving; it has ended. */
    private static final int FREE = 0;

    private static final int IN_USE = 1;
    private static final int ENDING = 2;
    private static final int ENDED = 3;

    private final AtomicInteger use = new AtomicInteger(FREE);
    private final Outcome outcome;
    private @Nullable Execution execution;
    private Step step = Step.BEGUN;
    private String target = "";
    private String host = "";

    Transaction(Execution execution) {
        this.execution = execution;
        outcome = execution.outcome();
    }

    /** Gives the transaction an id; without it one is made when it is needed. */
    public Transaction id(String id) {
        requireNonNull(id, "id");
        Execution inside = enter();
        try {
            require(Step.BEGUN);
            inside.uniqueId(id);
        } finally {
            leave();
        }
        return this;
    }

    /** The two ends of the connection; an unknown address is empty, an unknown port 0. */
    public Transaction connection(String client, int clientPort, String server, int serverPort) {
        Execution inside = enter();
        try {
            require(Step.BEGUN);
            inside.request().connection(client, clientPort, server, serverPort);
        } finally {
            leave();
        }
        return this;
    }

    /**
     * The request line.
     *
     * @param requestTarget as received, query included
     * @param protocol such as {@code HTTP/1.1}
     */
    public Transaction requestLine(String method, String requestTarget, String protocol) {
        Execution inside = enter();
        try {
            advance(Step.BEGUN, Step.LINE);
            target = requestTarget;
            inside.enter(1);
            inside.request().line(method, requestTarget, protocol);
        } finally {
            leave();
        }
        return this;
    }

    /** One header line of the request. */
    public Transaction requestHeader(String name, String value) {
        Execution inside = enter();
        try {
            require(Step.LINE);
            if (host.isEmpty() && name.equalsIgnoreCase("host")) {
                host = value;
            }
            inside.request().header(name, value);
        } finally {
            leave();
        }
        return this;
    }

    /** A parameter that the host found in the path of the request, decoded; rules see it in {@code ARGS_PATH}. */
    public Transaction pathArgument(String name, String value) {
        Execution inside = enter();
        try {
            require(Step.LINE);
            inside.request().pathArgument(name, value);
        } finally {
            leave();
        }
        return this;
    }

    /** The head is complete: runs phase 1. */
    public Optional<Interruption> requestHead() {
        Execution inside = enter();
        try {
            advance(Step.LINE, Step.REQUEST_HEAD);
            inside.run(1);
        } finally {
            leave();
        }
        return interruption();
    }

    /** Whether rules want to see the request body. */
    public boolean wantsRequestBody() {
        Execution inside = enter();
        try {
            return inside.switches().requestBodyAccess();
        } finally {
            leave();
        }
    }

    /** The number of bytes of the request body that rules look at; more is refused, or not looked at, as they say. */
    public long requestBodyLimit() {
        Execution inside = enter();
        try {
            return inside.switches().requestBodyLimit();
        } finally {
            leave();
        }
    }

    /**
     * The body, empty if there is none: reads it and runs phase 2.
     *
     * @param body from here on not to be changed by the caller
     * @param more whether it goes on beyond these bytes
     */
    public Optional<Interruption> requestBody(byte[] body, int from, int to, boolean more) {
        Objects.checkFromToIndex(from, to, body.length);
        Execution inside = enter();
        try {
            advance(Step.REQUEST_HEAD, Step.REQUEST_BODY);
            inside.enter(2);
            new BodyFacts(inside).read(body, from, to, more);
            inside.run(2);
        } finally {
            leave();
        }
        return interruption();
    }

    /** The status line of the response. */
    public Transaction responseLine(int status, String protocol) {
        Execution inside = enter();
        try {
            if (step.compareTo(Step.LINE) <= 0 || step.compareTo(Step.RESPONSE_LINE) >= 0) {
                throw misplaced("responseLine");
            }
            step = Step.RESPONSE_LINE;
            inside.response().line(status, protocol, "");
        } finally {
            leave();
        }
        return this;
    }

    /** One header line of the response. */
    public Transaction responseHeader(String name, String value) {
        Execution inside = enter();
        try {
            require(Step.RESPONSE_LINE);
            inside.response().header(name, value);
        } finally {
            leave();
        }
        return this;
    }

    /** The head of the response is complete: runs phase 3. */
    public Optional<Interruption> responseHead() {
        Execution inside = enter();
        try {
            advance(Step.RESPONSE_LINE, Step.RESPONSE_HEAD);
            inside.run(3);
        } finally {
            leave();
        }
        return interruption();
    }

    /** Whether rules want to see the body of this response. */
    public boolean wantsResponseBody() {
        Execution inside = enter();
        try {
            return inside.response().wantsBody();
        } finally {
            leave();
        }
    }

    /** The number of bytes of the response body that rules look at. */
    public long responseBodyLimit() {
        Execution inside = enter();
        try {
            return inside.switches().responseBodyLimit();
        } finally {
            leave();
        }
    }

    /**
     * The body of the response, empty if there is none: runs phase 4.
     *
     * @param body from here on not to be changed by the caller
     * @param more whether it goes on beyond these bytes
     */
    public Optional<Interruption> responseBody(byte[] body, int from, int to, boolean more) {
        Objects.checkFromToIndex(from, to, body.length);
        Execution inside = enter();
        try {
            advance(Step.RESPONSE_HEAD, Step.RESPONSE_BODY);
            inside.enter(4);
            inside.response().body(body, from, to, more);
            inside.run(4);
        } finally {
            leave();
        }
        return interruption();
    }

    /**
     * The end, however it came: runs phase 5, which decides nothing, and keeps what persistent collections hold. If another
     * thread is within a step, that thread does so when it leaves it.
     */
    public void finish() {
        while (true) {
            int now = use.get();
            if (now == ENDING || now == ENDED) {
                throw new IllegalStateException("finish does not follow " + Step.FINISHED);
            }
            if (use.compareAndSet(now, now == FREE ? IN_USE : ENDING)) {
                if (now == FREE) {
                    end();
                }
                return;
            }
        }
    }

    /** For the thread that is inside, the last one ever. */
    private void end() {
        Execution ended = requireNonNull(execution);
        try {
            step = Step.FINISHED;
            ended.run(5);
            ended.close();
        } finally {
            execution = null;
            use.set(ENDED);
            ended.end();
        }
    }

    private Execution enter() {
        if (!use.compareAndSet(FREE, IN_USE)) {
            throw new IllegalStateException(
                    use.get() == IN_USE
                            ? "a transaction belongs to one thread at a time, and one is using it"
                            : "the transaction has ended");
        }
        return requireNonNull(execution);
    }

    private void leave() {
        if (!use.compareAndSet(IN_USE, FREE)) {
            end();
        }
    }

    /** The refusal, if there was one. */
    public Optional<Interruption> interruption() {
        Stop stop = outcome.stop();
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
        return matches(outcome.matches());
    }

    /** Further matches of the same rules, in order, up to the number kept. */
    public List<Match> furtherMatches() {
        return matches(outcome.moreMatches());
    }

    /** Of each rule that runs in shadow, its first match, in order. */
    public List<Match> shadowMatches() {
        return matches(outcome.shadowMatches());
    }

    int matchCount() {
        return outcome.matches().size();
    }

    int furtherMatchCount() {
        return outcome.moreMatches().size();
    }

    int shadowMatchCount() {
        return outcome.shadowMatches().size();
    }

    /** How many matches were not kept. */
    public long droppedMatches() {
        return outcome.droppedMatches();
    }

    private List<Match> matches(List<dev.portcullis.waf.internal.Matched> matched) {
        List<Match> matches = new ArrayList<>(matched.size());
        LogLine.Context context = context();
        matched.forEach(m -> matches.add(new Match(m, context)));
        return matches;
    }

    private LogLine.Context context() {
        return new LogLine.Context(host, target, outcome.id());
    }

    /** The codes of the limits that were reached, each once; where rules only detect, none of them refused. */
    public List<String> limits() {
        return List.copyOf(outcome.limits());
    }

    /** A log line for each limit that was reached. */
    public List<String> limitLogLines() {
        return limits().stream().map(limit -> LogLine.ofLimit(limit, context())).toList();
    }

    /** The number that the variable {@code TX} of this name holds, such as an anomaly score; not after the end. */
    public OptionalLong txNumber(String name) {
        Execution inside = enter();
        try {
            return inside.txNumber(name);
        } finally {
            leave();
        }
    }

    /** What runs the rules, until the end; for tests. */
    Execution execution() {
        return requireNonNull(execution);
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
}
