package dev.portcullis.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.waf.builtin.BenignTexts;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the rules that come with the module find and what they take for an attack, next to the Core Rule Set at its level 1,
 * through the same engine; prints the tables of docs/measured/builtin.md. Needs the corpora.
 */
final class BuiltinMeasurement {
    private static final long SEED = 20_261_121;
    private static final int TEXTS = 40_000;

    private BuiltinMeasurement() {}

    public static void main(String[] args) throws IOException {
        Map<String, Waf> sets = new LinkedHashMap<>();
        for (int level = 1; level <= 3; level++) {
            sets.put("builtin " + level, setup(level).builtinRules().build());
        }
        sets.put("CRS v4, level 1", setup(1).rules(Corpora.path("crs-v4/rules")).build());
        System.out.println("| requests | how many | " + String.join(" | ", sets.keySet()) + " |");
        System.out.println("|---|---|" + "---|".repeat(sets.size()));
        attacks().forEach((name, requests) -> row(name, requests, sets));
        harmless().forEach((name, requests) -> row(name, requests, sets));
    }

    private static void row(String name, List<Sent> requests, Map<String, Waf> sets) {
        StringBuilder line = new StringBuilder("| " + name + " | " + requests.size());
        for (Waf waf : sets.values()) {
            long count = requests.stream()
                    .filter(request -> request.through(waf).interruption().isPresent())
                    .count();
            line.append(String.format(Locale.ROOT, " | %.2f %%", 100.0 * count / requests.size()));
        }
        System.out.println(line.append(" |"));
    }

    private static WafBuilder setup(int level) {
        return Waf.builder().rules("setup", """
                SecRuleEngine On
                SecRequestBodyAccess On
                SecResponseBodyAccess On
                SecResponseBodyMimeType text/plain text/html text/xml application/json
                SecRule REQUEST_HEADERS:Content-Type "@rx ^(?:application(?:/soap\\+|/)|text/)xml" \
                "id:1,phase:1,pass,nolog,t:none,t:lowercase,ctl:requestBodyProcessor=XML"
                SecRule REQUEST_HEADERS:Content-Type "@rx ^application/json" \
                "id:2,phase:1,pass,nolog,t:none,t:lowercase,ctl:requestBodyProcessor=JSON"
                SecAction "id:3,phase:1,pass,nolog,setvar:tx.crs_setup_version=400,\
                setvar:tx.blocking_paranoia_level=%d,setvar:tx.detection_paranoia_level=%<d"
                """.formatted(level));
    }

    /** The positive cases of the Core Rule Set by class, and the samples of injection. */
    private static Map<String, List<Sent>> attacks() throws IOException {
        Map<String, List<Sent>> found = new TreeMap<>();
        for (CrsCase each : CrsCase.read(Corpora.path("crs-v4/tests.jsonl"))) {
            List<Sent> requests = each.requests();
            for (int i = 0; i < requests.size(); i++) {
                if (!each.stages().get(i).alternatives().get(0).matched().isEmpty()) {
                    found.computeIfAbsent("cases " + each.id().substring(0, 3), name -> new ArrayList<>())
                            .add(requests.get(i));
                }
            }
        }
        found.put("samples of SQL", samples("sqli"));
        found.put("samples of script", samples("xss"));
        return found;
    }

    private static Map<String, List<Sent>> harmless() throws IOException {
        Map<String, List<Sent>> found = new LinkedHashMap<>();
        List<String> texts = BenignTexts.shuffled(SEED);
        List<Sent> even = new ArrayList<>();
        List<Sent> odd = new ArrayList<>();
        for (String text : texts.subList(0, Math.min(TEXTS, texts.size()))) {
            boolean half = (text.hashCode() & 1) == 0;
            List<Sent> of = half ? even : odd;
            of.add(of.size() % 2 == 0 ? form(text.getBytes(UTF_8)) : json(text));
        }
        found.put("harmless texts, half with even hash", even);
        found.put("harmless texts, half with odd hash", odd);
        found.put("harmless samples", samples("benign"));
        return found;
    }

    private static List<Sent> samples(String kind) throws IOException {
        Path file = Corpora.path("injection/" + kind + ".txt");
        List<Sent> found = new ArrayList<>();
        for (String line : Files.readAllLines(file, ISO_8859_1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                found.add(form(decoded(line.strip()).getBytes(ISO_8859_1)));
            }
        }
        return found;
    }

    private static String decoded(String line) {
        try {
            return URLDecoder.decode(line, ISO_8859_1);
        } catch (IllegalArgumentException aPercentSignOfItsOwn) {
            return line.replace('+', ' ');
        }
    }

    private static Sent form(byte[] value) {
        String encoded = URLEncoder.encode(new String(value, ISO_8859_1), ISO_8859_1);
        return agent(Sent.post("application/x-www-form-urlencoded", "q=" + encoded));
    }

    private static Sent json(String text) {
        StringBuilder body = new StringBuilder("{\"comment\":\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                body.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                body.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                body.append(c);
            }
        }
        return agent(Sent.post("application/json", body.append("\"}").toString()));
    }

    private static Sent agent(Sent request) {
        return request.header("Host", "shop.example")
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0")
                .header("Accept", "*/*");
    }
}
