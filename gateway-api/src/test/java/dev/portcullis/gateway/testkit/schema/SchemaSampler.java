package dev.portcullis.gateway.testkit.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Makes random documents of a schema, most of them valid, and random changes to documents, most of which make them invalid. It
 * knows the schema only, so what it makes says nothing about the reader.
 */
public final class SchemaSampler {
    private static final String REFERENCE = "#/$defs/";

    /** Texts of every kind that a policy writes, right and almost right. */
    private static final List<String> TEXTS = List.of(
            "portcullis.dev/v1",
            "GatewayPolicy",
            "orders",
            "a",
            "a-1",
            "x.y_z",
            "-a",
            "",
            " ",
            "1",
            "with space",
            "0ms",
            "1ms",
            "250ms",
            "30s",
            "5m",
            "1h",
            "24h",
            "1d",
            "7d",
            "2d",
            "365d",
            "9999d",
            "1.5s",
            "05s",
            "5 m",
            "30",
            "0B",
            "512B",
            "8KiB",
            "64KiB",
            "1MiB",
            "2GiB",
            "3000GiB",
            "1KB",
            "1MB",
            "/",
            "/a",
            "/orders/{id}",
            "/docs/**",
            "/**",
            "/a/",
            "a",
            "/a b",
            "//",
            "/{",
            "/a/**/b",
            "/{1}",
            "/a?b",
            "/%2F",
            "10.0.0.0/8",
            "10.0.0.1",
            "10.0.0.1/8",
            "::1",
            "2001:db8::/32",
            "10.0.0.256",
            "localhost",
            "fe80::1%eth0",
            "http://127.0.0.1:9000",
            "https://orders.internal:8443/base",
            "https://user:pw@host/",
            "ftp://x",
            "https://",
            "${env:URL}",
            "https://${env:HOST}/x",
            "${file:secret.txt}",
            "${env:}",
            "${foo}",
            "x${env:URL}",
            "https://shop.example",
            "https://shop.example/",
            "http://localhost:3000",
            "any",
            "omit",
            "api.example",
            "*.example",
            "api.example:80",
            "[::1]",
            "-x.example",
            "127.0.0.1",
            "GET",
            "POST",
            "*",
            "get",
            "PROPFIND",
            "Accept",
            "X-Tenant",
            "X Tenant",
            "Ä",
            "application/json",
            "{tenant}",
            "Forwarded",
            "X-Forwarded-For",
            "Client-Cert",
            "X-Real-IP",
            "shop.v1.Orders",
            "shop.v1.Orders/Get",
            "shop..v1",
            "08:00",
            "24:00",
            "8:00",
            "Europe/Berlin",
            "Mars/Olympus",
            "ISO-8859-15",
            "'none'",
            "'self' https://portal.example",
            "no-referrer",
            "2026-11-20.1",
            "closed-for-now",
            "tab\tbed",
            "line\nbreak",
            "x".repeat(130),
            "x".repeat(1100));

    private final Map<String, Object> definitions;
    private final Map<String, List<String>> matching = new HashMap<>();
    private final Map<String, Object> schema;
    private final List<String> texts;
    private final Random random;

    /**
     * Samples of a schema.
     *
     * @param schema its text
     * @param more texts beside those that are here
     */
    @SuppressWarnings("unchecked")
    public SchemaSampler(String schema, List<String> more, Random random) {
        this.schema = (Map<String, Object>) Documents.parse(schema);
        this.definitions = (Map<String, Object>) this.schema.getOrDefault("$defs", Map.of());
        this.texts = new ArrayList<>(TEXTS);
        this.texts.addAll(more);
        this.random = random;
    }

    /** A random document, in which each place has a text that matches there. */
    public Object document() {
        return sample(schema);
    }

    /** The document with one change at a random place. */
    public Object changed(Object document) {
        List<List<Object>> ways = new ArrayList<>();
        ways(document, List.of(), ways);
        return replaced(document, ways.get(random.nextInt(ways.size())), 0);
    }

    private static void ways(Object node, List<Object> way, List<List<Object>> into) {
        into.add(way);
        List<Object> steps = new ArrayList<>();
        if (node instanceof Map<?, ?> map) {
            steps.addAll(map.keySet());
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                steps.add(i);
            }
        }
        for (Object step : steps) {
            List<Object> longer = new ArrayList<>(way);
            longer.add(step);
            ways(node instanceof Map<?, ?> map ? map.get(step) : ((List<?>) node).get((Integer) step), longer, into);
        }
    }

    private Object replaced(Object node, List<Object> way, int depth) {
        if (depth == way.size()) {
            return other(node);
        }
        if (node instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            copy.put(way.get(depth), replaced(map.get(way.get(depth)), way, depth + 1));
            return copy;
        }
        List<Object> copy = new ArrayList<>((List<?>) node);
        int index = (Integer) way.get(depth);
        copy.set(index, replaced(copy.get(index), way, depth + 1));
        return copy;
    }

    private Object other(Object node) {
        if (node instanceof Map<?, ?> map && random.nextInt(4) > 0) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            if (!copy.isEmpty() && random.nextBoolean()) {
                Object key = new ArrayList<>(copy.keySet()).get(random.nextInt(copy.size()));
                Object value = copy.remove(key);
                if (random.nextBoolean()) {
                    copy.put(key + "x", value);
                }
            } else {
                copy.put("surplus", 1L);
            }
            return copy;
        }
        if (node instanceof List<?> list && !list.isEmpty() && random.nextInt(3) > 0) {
            List<Object> copy = new ArrayList<>(list);
            if (random.nextBoolean()) {
                copy.add(copy.get(0));
            } else {
                copy.clear();
            }
            return copy;
        }
        return switch (random.nextInt(8)) {
            case 0 -> true;
            case 1 -> (long) random.nextInt(-2, 5);
            case 2 -> 1L << random.nextInt(1, 62);
            case 3 -> 0.5;
            case 4 -> List.of();
            case 5 -> Map.of();
            default -> texts.get(random.nextInt(texts.size()));
        };
    }

    @SuppressWarnings("unchecked")
    private Object sample(Map<String, Object> schema) {
        if (schema.get("$ref") instanceof String name) {
            return sample((Map<String, Object>) definitions.get(name.substring(REFERENCE.length())));
        }
        if (schema.get("enum") instanceof List<?> words) {
            return words.get(random.nextInt(words.size()));
        }
        if (schema.get("anyOf") instanceof List<?> choices) {
            return sample((Map<String, Object>) choices.get(random.nextInt(choices.size())));
        }
        return switch (String.valueOf(schema.get("type"))) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "boolean" -> random.nextBoolean();
            case "integer" -> number(schema.get("minimum"), schema.get("maximum"));
            case "string" -> text(schema);
            default -> "anything";
        };
    }

    private long number(Object minimum, Object maximum) {
        long least = ((Number) minimum).longValue();
        long most = ((Number) maximum).longValue();
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> random.nextLong(least, most);
        };
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> object(Map<String, Object> schema) {
        Map<String, Object> sample = new LinkedHashMap<>();
        if (!(schema.get("properties") instanceof Map<?, ?> properties)) {
            Map<String, Object> names = (Map<String, Object>) schema.get("propertyNames");
            for (int i = names == null ? 0 : random.nextInt(3); i > 0; i--) {
                sample.put(text(names), sample((Map<String, Object>) schema.get("additionalProperties")));
            }
            return sample;
        }
        Set<String> chosen = new TreeSet<>();
        properties.keySet().forEach(name -> {
            if (random.nextInt(3) == 0) {
                chosen.add((String) name);
            }
        });
        chosen.addAll((List<String>) schema.getOrDefault("required", List.of()));
        for (Object rule : (List<?>) schema.getOrDefault("allOf", List.of())) {
            keep((Map<String, Object>) rule, chosen);
        }
        properties.forEach((name, property) -> {
            if (chosen.contains((String) name)) {
                sample.put((String) name, sample((Map<String, Object>) property));
            }
        });
        return sample;
    }

    /** Chooses members so that the rule holds, mostly. */
    @SuppressWarnings("unchecked")
    private void keep(Map<String, Object> rule, Set<String> chosen) {
        for (String kind : List.of("oneOf", "anyOf")) {
            if (rule.get(kind) instanceof List<?> alternatives) {
                List<String> names = new ArrayList<>();
                alternatives.forEach(one -> names.addAll((List<String>) ((Map<String, Object>) one).get("required")));
                chosen.removeAll(names);
                chosen.add(names.get(random.nextInt(names.size())));
            }
        }
        if (rule.get("dependentRequired") instanceof Map<?, ?> dependent) {
            dependent.forEach((name, others) -> {
                if (chosen.contains((String) name)) {
                    chosen.addAll((List<String>) others);
                }
            });
        }
    }

    @SuppressWarnings("unchecked")
    private List<Object> array(Map<String, Object> schema) {
        int least = (Integer) schema.getOrDefault("minItems", 0);
        Set<Object> distinct = new LinkedHashSet<>();
        for (int i = least + random.nextInt(3); i > 0; i--) {
            distinct.add(sample((Map<String, Object>) schema.get("items")));
        }
        return new ArrayList<>(distinct);
    }

    private String text(Map<String, Object> schema) {
        String pattern = (String) schema.getOrDefault("pattern", "");
        String not = schema.get("not") instanceof Map<?, ?> refused ? (String) refused.get("pattern") : "[^\\s\\S]";
        int longest = (Integer) schema.getOrDefault("maxLength", 100_000);
        List<String> fit = matching.computeIfAbsent(longest + pattern + not, unused -> {
            Pattern wanted = Pattern.compile(pattern);
            Pattern unwanted = Pattern.compile(not);
            return texts.stream()
                    .filter(text -> text.length() <= longest
                            && wanted.matcher(text).find()
                            && !unwanted.matcher(text).find())
                    .toList();
        });
        if (fit.isEmpty()) {
            throw new AssertionError("no sample text for " + pattern + "; add one to " + getClass());
        }
        return fit.get(random.nextInt(fit.size()));
    }
}
