package dev.portcullis.waf;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * A few plain requests that go through the rules when they are loaded: a page, a form and a call with JSON. The first real
 * ones then find the classes, lists and automata built that requests like them need. Nothing of a client is in them, and
 * nothing of them stays.
 */
final class Rehearsal {
    private static final String FORM = "name=Jane+Doe&email=jane.doe%40example.com&date=2024-05-17&amount=1%2C299.00"
            + "&comment=It%27s+a+nice+product%2C+thanks%21+%28really%29&accept=on";

    private static final String JSON =
            "{\"id\":\"3f2b8c1e-9d44-4b7a-8f0e-5c6d7e8f9a0b\",\"quantity\":3,\"price\":19.99,"
                    + "\"tags\":[\"new\",\"on sale\"],\"customer\":{\"name\":\"Jane O'Neil\",\"note\":\"leave it at the door, please\"},"
                    + "\"created\":\"2024-05-17T12:30:00Z\",\"url\":\"https://www.example.com/cart?step=2\",\"active\":true}";

    private final Supplier<Transaction> rules;

    private Rehearsal(Supplier<Transaction> rules) {
        this.rules = rules;
    }

    /**
     * Sends the requests.
     *
     * @param rules begins a transaction of which nothing leaves a trace
     */
    static void of(Supplier<Transaction> rules) {
        Rehearsal rehearsal = new Rehearsal(rules);
        rehearsal.send("GET", "/products/list?page=2&sort=price&q=garden+chair&ref=3f2b8c1e-9d44-4b7a", "", "");
        rehearsal.send("POST", "/account/profile", "application/x-www-form-urlencoded", FORM);
        rehearsal.send("POST", "/api/v1/orders/42", "application/json", JSON);
    }

    private void send(String method, String uri, String type, String body) {
        byte[] content = body.getBytes(StandardCharsets.US_ASCII);
        Transaction transaction = rules.get()
                .connection("192.0.2.1", 49152, "198.51.100.1", 443)
                .requestLine(method, uri, "HTTP/1.1")
                .requestHeader("Host", "www.example.com")
                .requestHeader(
                        "User-Agent",
                        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36")
                .requestHeader("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .requestHeader("Accept-Language", "en-US,en;q=0.9")
                .requestHeader("Accept-Encoding", "gzip, deflate, br")
                .requestHeader("Referer", "https://www.example.com/products/garden-chairs?page=1")
                .requestHeader("Sec-Fetch-Mode", "navigate")
                .requestHeader("Cookie", "session=dGhpcyBpcyBhIHNlc3Npb24=; theme=dark; visits=17; _id=GA1.2.137.1716");
        if (!type.isEmpty()) {
            transaction
                    .requestHeader("Content-Type", type)
                    .requestHeader("Content-Length", Integer.toString(content.length));
        }
        byte[] page = "<html><body><p>Hello</p></body></html>".getBytes(StandardCharsets.US_ASCII);
        if (transaction.requestHead().isEmpty()
                && transaction.requestBody(content, 0, content.length, false).isEmpty()) {
            transaction.responseLine(200, "HTTP/1.1").responseHeader("Content-Type", "text/html");
            if (transaction.responseHead().isEmpty()) {
                transaction.responseBody(page, 0, page.length, false);
            }
        }
        transaction.finish();
    }
}
