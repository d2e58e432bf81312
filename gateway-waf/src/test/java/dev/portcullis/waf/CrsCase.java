package dev.portcullis.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One of the Core Rule Set's regression cases, and how it is judged (corpora/README.md). */
record CrsCase(String id, List<Stage> stages) {
    /** What rules may say: those that must have matched, those that must not. */
    record Expectation(Set<Long> matched, Set<Long> absent) {
        boolean holds(Set<Long> ids) {
            return ids.containsAll(matched) && absent.stream().noneMatch(ids::contains);
        }

        Expectation shifted(LongUnaryOperator shift) {
            return new Expectation(shift(matched, shift), shift(absent, shift));
        }

        private static Set<Long> shift(Set<Long> ids, LongUnaryOperator shift) {
            return ids.stream().map(shift::applyAsLong).collect(Collectors.toSet());
        }
    }

    /** One request. */
    record Stage(
            Map<String, Object> request,
            List<Expectation> alternatives,
            @Nullable String logContains,
            @Nullable String noLogContains) {

        /** Whether rules are judged at all; else the case is about the server in front. */
        boolean concernsRules() {
            Expectation base = alternatives.get(0);
            return !base.matched.isEmpty() || !base.absent.isEmpty() || logContains != null || noLogContains != null;
        }
    }

    static List<CrsCase> read(Path file) throws IOException {
        List<CrsCase> cases = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try (JsonParser parser = new JsonFactory().createParser(line)) {
                    parser.nextToken();
                    cases.add(of(map(value(parser))));
                }
            }
        }
        return cases;
    }

    private static CrsCase of(Map<String, Object> row) {
        List<Stage> stages = new ArrayList<>();
        for (Object item : list(row.get("stages"))) {
            Map<String, Object> stage = map(item);
            List<Expectation> alternatives = new ArrayList<>();
            alternatives.add(expectation(stage));
            if (row.get("overrides") instanceof Map<?, ?> overrides) {
                for (Object override : overrides.values()) {
                    if (map(override).get("replaces_output_with") instanceof Map<?, ?> other) {
                        alternatives.add(expectation(map(other)));
                    }
                }
            }
            stages.add(new Stage(
                    stage, alternatives, (String) stage.get("log_contains"), (String) stage.get("no_log_contains")));
        }
        return new CrsCase((String) row.get("id"), stages);
    }

    private static Expectation expectation(Map<String, Object> of) {
        return new Expectation(ids(of.get("expect_ids")), ids(of.get("no_expect_ids")));
    }

    private static Set<Long> ids(@Nullable Object value) {
        return value == null
                ? Set.of()
                : list(value).stream().map(id -> (Long) id).collect(Collectors.toSet());
    }

    /** What is wrong with the verdicts of these rules, or null. */
    @Nullable
    String judge(Waf waf, LongUnaryOperator shift) {
        for (Stage stage : stages) {
            if (!stage.concernsRules()) {
                continue;
            }
            Transaction transaction = sent(stage.request).through(waf);
            Set<Long> ids = Set.copyOf(Sent.ids(transaction));
            if (stage.alternatives.stream().noneMatch(e -> e.shifted(shift).holds(ids))) {
                return id + ": expected " + stage.alternatives + ", matched " + ids;
            }
            String log = transaction.matches().stream().map(Match::logLine).collect(Collectors.joining("\n"));
            if (stage.logContains != null
                    && !Pattern.compile(stage.logContains).matcher(log).find()) {
                return id + ": no log line contains " + stage.logContains;
            }
            if (stage.noLogContains != null
                    && Pattern.compile(stage.noLogContains).matcher(log).find()) {
                return id + ": a log line contains " + stage.noLogContains;
            }
        }
        return null;
    }

    /** The requests of the case. */
    List<Sent> requests() {
        return stages.stream().map(stage -> sent(stage.request)).toList();
    }

    private static Sent sent(Map<String, Object> request) {
        Sent sent = Sent.request(latin1(request.get("method")), latin1(request.get("uri")));
        String version = latin1(request.get("version"));
        sent.protocol(version);
        boolean announced = !version.startsWith("HTTP/1");
        for (Object pair : list(request.get("headers"))) {
            String name = latin1(list(pair).get(0));
            sent.header(name, latin1(list(pair).get(1)));
            announced |= name.equalsIgnoreCase("content-length") || name.equalsIgnoreCase("transfer-encoding");
        }
        // A request of HTTP/1 that announces no body has none (RFC 9112, section 6.3), whatever was sent after it.
        sent.body(announced ? bytes(request.get("body_b64")) : "");
        if (request.get("response") instanceof Map<?, ?> response) {
            Map<String, Object> answer = map(response);
            sent.status(((Long) answer.getOrDefault("status", 200L)).intValue());
            if (answer.get("headers") instanceof List<?> headers) {
                headers.forEach(pair -> sent.responseHeader(
                        latin1(list(pair).get(0)), latin1(list(pair).get(1))));
            }
            sent.responseBody(bytes(answer.get("body_b64")));
        }
        return sent;
    }

    private static String latin1(@Nullable Object text) {
        return new String(((String) java.util.Objects.requireNonNull(text)).getBytes(UTF_8), ISO_8859_1);
    }

    private static String bytes(@Nullable Object base64) {
        return base64 == null ? "" : new String(Base64.getDecoder().decode((String) base64), ISO_8859_1);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) java.util.Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(@Nullable Object value) {
        return (List<Object>) java.util.Objects.requireNonNull(value);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new HashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    Object member = value(parser);
                    if (member != null) {
                        members.put(name, member);
                    }
                }
                return members;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                return items;
            }
            case VALUE_NUMBER_INT -> {
                return parser.getLongValue();
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return parser.getText();
            }
        }
    }
}
