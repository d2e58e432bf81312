package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Verdict;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets everything pass, or does as the given filter does, and remembers exchanges and outcomes. Thread-safe. */
public final class RecordingFilter implements Filter {
    private final String name;
    private final Filter behaviour;
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

    private RecordingFilter(String name, Filter behaviour) {
        this.name = name;
        this.behaviour = behaviour;
    }

    /** A filter that continues. */
    public static RecordingFilter continuing(String name) {
        return new RecordingFilter(name, exchange -> Decision.CONTINUE);
    }

    /** A filter that does as the given one. */
    public static RecordingFilter of(String name, Filter behaviour) {
        return new RecordingFilter(name, behaviour);
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        exchanges.add(exchange);
        exchange.onComplete(outcomes::add);
        return behaviour.onRequest(exchange);
    }

    @Override
    public String name() {
        return name;
    }

    /** The exchanges that reached the filter, in order. */
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** The ends that it was told, in order. */
    public List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** The only end that it was told. */
    public Outcome outcome() {
        if (outcomes.size() != 1) {
            throw new AssertionError("one outcome expected, got " + outcomes);
        }
        return outcomes.get(0);
    }
}
