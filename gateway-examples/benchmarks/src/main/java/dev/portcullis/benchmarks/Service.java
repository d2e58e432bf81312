package dev.portcullis.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What a measured server is asked, and what it answers. */
enum Service {
    /** Five bytes, for three fields: next to nothing. */
    HELLO("/hello", "Host: localhost\r\nAccept: */*\r\nUser-Agent: bench\r\n", "text/plain") {
        @Override
        byte[] answer(String path) {
            return BYTES.clone();
        }
    },
    /** One of five routes, which makes 1 KiB of JSON, for a head with seven fields. */
    ORDERS(
            "/orders/4711?page=2",
            "Host: api.example\r\nUser-Agent: curl/8.5.0\r\nAccept: application/json\r\nAccept-Encoding: gzip\r\n"
                    + "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9\r\nX-Request-Source: shop\r\n"
                    + "Cookie: session=1; theme=dark\r\n",
            "application/json") {
        @Override
        byte[] answer(String path) {
            if (path.equals("/health")) {
                return "{\"status\":\"up\"}".getBytes(US_ASCII);
            }
            if (path.startsWith("/orders/")) {
                return lines("order", path.substring(8)).getBytes(US_ASCII);
            }
            if (path.startsWith("/customers/")) {
                return lines("customer", path.substring(11)).getBytes(US_ASCII);
            }
            if (path.startsWith("/items/")) {
                return lines("item", path.substring(7)).getBytes(US_ASCII);
            }
            return "[]".getBytes(US_ASCII);
        }
    };

    private static final byte[] BYTES = "hello".getBytes(US_ASCII);

    private final byte[] request;
    private final String type;

    Service(String target, String fields, String type) {
        this.request = ("GET " + target + " HTTP/1.1\r\n" + fields + "\r\n").getBytes(US_ASCII);
        this.type = type;
    }

    /** The request, ready to be sent; not to be changed. */
    byte[] request() {
        return request;
    }

    /** The type of what is answered. */
    String type() {
        return type;
    }

    /** What is answered on this path. */
    abstract byte[] answer(String path);

    private static String lines(String kind, String id) {
        StringBuilder json = new StringBuilder(1_100);
        json.append("{\"").append(kind).append("\":\"").append(id).append("\",\"lines\":[");
        for (int i = 0; i < 12; i++) {
            json.append(i == 0 ? "" : ",").append("{\"position\":").append(i).append(",\"article\":\"A-");
            json.append(1_000 + 37 * i)
                    .append("\",\"quantity\":")
                    .append(1 + i % 3)
                    .append(",\"price\":\"");
            json.append(19 + i).append(".90\",\"currency\":\"EUR\"}");
        }
        return json.append("]}").toString();
    }
}
