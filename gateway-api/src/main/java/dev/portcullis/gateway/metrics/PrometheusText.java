package dev.portcullis.gateway.metrics;

import dev.portcullis.gateway.policy.spi.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The text exposition format of Prometheus, version 0.0.4. */
public final class PrometheusText {
    /** The media type of the text. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {}

    /** The metrics with their values of the moment; those of one name stand together, as the format wants. */
    public static String of(List<Metric> metrics) {
        Map<String, List<Metric>> byName = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            byName.computeIfAbsent(family(metric), name -> new ArrayList<>()).add(metric);
        }
        StringBuilder text = new StringBuilder(128 * metrics.size());
        byName.forEach((name, same) -> {
            Metric first = same.get(0);
            text.append("# HELP ").append(name).append(' ');
            text.append(first.help().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
            text.append("# TYPE ").append(name).append(' ');
            text.append(first.kind().name().toLowerCase(Locale.ROOT)).append('\n');
            same.forEach(metric -> sample(text, metric));
        });
        return text.toString();
    }

    /** The samples of a histogram stand under one name. */
    private static String family(Metric metric) {
        String name = metric.name();
        return metric.kind() == Metric.Kind.HISTOGRAM ? name.substring(0, name.lastIndexOf('_')) : name;
    }

    private static void sample(StringBuilder text, Metric metric) {
        text.append(metric.name());
        if (!metric.labels().isEmpty()) {
            char before = '{';
            for (Map.Entry<String, String> label : new TreeMap<>(metric.labels()).entrySet()) {
                text.append(before).append(label.getKey()).append("=\"");
                text.append(label.getValue()
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n"));
                text.append('"');
                before = ',';
            }
            text.append('}');
        }
        double value = metric.value().getAsDouble();
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        text.append(' ')
                .append(whole ? Long.toString((long) value) : Double.toString(value))
                .append('\n');
    }
}
