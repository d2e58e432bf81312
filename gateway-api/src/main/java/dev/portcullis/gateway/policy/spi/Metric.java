package dev.portcullis.gateway.policy.spi;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A number that a filter reports.
 *
 * @param name in lower case with underscores, {@code portcullis_} first and the unit last
 * @param help one sentence
 * @param kind whether it only grows
 * @param labels few, and with few values: never what a client chose
 * @param value reads it; thread-safe and quick
 */
public record Metric(String name, String help, Kind kind, Map<String, String> labels, DoubleSupplier value) {
    /** What a number does. */
    public enum Kind {
        /** It only grows. */
        COUNTER,
        /** It goes up and down. */
        GAUGE,
        /** A sample of a histogram: its name ends in {@code _bucket}, {@code _sum} or {@code _count}. */
        HISTOGRAM
    }

    /** Copies the labels. */
    public Metric {
        requireNonNull(name, "name");
        requireNonNull(help, "help");
        requireNonNull(kind, "kind");
        labels = Map.copyOf(labels);
        requireNonNull(value, "value");
    }
}
