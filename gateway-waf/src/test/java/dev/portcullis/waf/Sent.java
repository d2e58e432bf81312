package dev.portcullis.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A request of a test; strings are one character a byte. */
final class Sent {
    private String method = "GET";
    private String target = "/";
    private String protocol = "HTTP/1.1";
    private String client = "192.0.2.1";
    private final List<String> headers = new ArrayList<>();
    private String body = "";
    private int status = 200;
    private final List<String> responseHeaders = new ArrayList<>();
    private String responseBody = "";

    static Sent get(String target) {
        Sent sent = new Sent();
        sent.target = target;
        return sent;
    }

    static Sent post(String type, String body) {
        Sent sent = new Sent();
        sent.method = "POST";
        sent.body = body;
        return sent.header("Content-Type", type);
    }

    static Sent request(String method, String target) {
        Sent sent = get(target);
        sent.method = method;
        return sent;
    }

    Sent body(String to) {
        body = to;
        return this;
    }

    Sent status(int to) {
        status = to;
        return this;
    }

    Sent responseHeader(String name, String value) {
        responseHeaders.add(name);
        responseHeaders.add(value);
        return this;
    }

    Sent responseBody(String to) {
        responseBody = to;
        return this;
    }

    Sent header(String name, String value) {
        headers.add(name);
        headers.add(value);
        return this;
    }

    Sent from(String address) {
        client = address;
        return this;
    }

    Sent protocol(String to) {
        protocol = to;
        return this;
    }

    Sent answered(int withStatus, String type, String withBody) {
        status = withStatus;
        responseHeaders.add("Content-Type");
        responseHeaders.add(type);
        responseBody = withBody;
        return this;
    }

    /** The same request with its texts changed: the target, the values of headers, the bodies. */
    Sent changed(UnaryOperator<String> text) {
        Sent other = request(method, text.apply(target)).protocol(protocol).from(client);
        for (int i = 0; i < headers.size(); i += 2) {
            boolean decidesHowToRead = headers.get(i).equalsIgnoreCase("content-type");
            other.header(headers.get(i), decidesHowToRead ? headers.get(i + 1) : text.apply(headers.get(i + 1)));
        }
        other.body(text.apply(body)).status(status).responseBody(text.apply(responseBody));
        other.responseHeaders.addAll(responseHeaders);
        return other;
    }

    @Override
    public String toString() {
        return method + " " + target + " " + headers + " " + body + " -> " + status + " " + responseBody;
    }

    /** Runs all phases; a refusal ends the request's and the response's, not the last. */
    Transaction through(Waf waf) {
        return through(waf, transaction -> transaction);
    }

    Transaction through(Waf waf, UnaryOperator<Transaction> prepare) {
        Transaction transaction = unfinished(waf, prepare);
        transaction.finish();
        return transaction;
    }

    Transaction unfinished(Waf waf) {
        return unfinished(waf, transaction -> transaction);
    }

    /** Runs all phases but the last: the variables can still be read. */
    Transaction unfinished(Waf waf, UnaryOperator<Transaction> prepare) {
        Transaction transaction = prepare.apply(waf.begin());
        transaction.connection(client, 4711, "198.51.100.1", 443).requestLine(method, target, protocol);
        for (int i = 0; i < headers.size(); i += 2) {
            transaction.requestHeader(headers.get(i), headers.get(i + 1));
        }
        byte[] bytes = body.getBytes(ISO_8859_1);
        if (transaction.requestHead().isEmpty()
                && transaction.requestBody(bytes, 0, bytes.length, false).isEmpty()) {
            transaction.responseLine(status, "HTTP/1.1");
            for (int i = 0; i < responseHeaders.size(); i += 2) {
                transaction.responseHeader(responseHeaders.get(i), responseHeaders.get(i + 1));
            }
            byte[] answer = responseBody.getBytes(ISO_8859_1);
            if (transaction.responseHead().isEmpty()) {
                transaction.responseBody(answer, 0, answer.length, false);
            }
        }
        return transaction;
    }

    /** Rules with an engine that is on and looks at bodies. */
    static Waf rules(String... lines) {
        return builder(lines).build();
    }

    static WafBuilder builder(String... lines) {
        return Waf.builder()
                .rules("setup", "SecRuleEngine On\nSecRequestBodyAccess On\nSecResponseBodyAccess On")
                .rules("test", String.join("\n", lines));
    }

    /** The ids of the rules that matched and log. */
    static List<Long> ids(Transaction transaction) {
        return transaction.matches().stream().map(Match::ruleId).toList();
    }
}
