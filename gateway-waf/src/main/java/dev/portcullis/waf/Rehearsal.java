package dev.portcullis.waf;

/**
 * A plain request that goes through the rules when they are loaded, so that the first real one finds what such requests need
 * built already.
 */
final class Rehearsal {
    private Rehearsal() {}

    static void of(Transaction transaction) {
        transaction
                .connection("192.0.2.1", 49152, "198.51.100.1", 443)
                .requestLine("GET", "/products/list?page=2&sort=price", "HTTP/1.1")
                .requestHeader("Host", "www.example.com")
                .requestHeader(
                        "User-Agent",
                        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36")
                .requestHeader("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .requestHeader("Accept-Language", "en-US,en;q=0.9")
                .requestHeader("Accept-Encoding", "gzip, deflate, br")
                .requestHeader("Cookie", "session=0123456789abcdef; theme=dark");
        byte[] nothing = new byte[0];
        if (transaction.requestHead().isEmpty()
                && transaction.requestBody(nothing, 0, 0, false).isEmpty()) {
            transaction.responseLine(200, "HTTP/1.1").responseHeader("Content-Type", "text/html");
            if (transaction.responseHead().isEmpty()) {
                transaction.responseBody(nothing, 0, 0, false);
            }
        }
        transaction.finish();
    }
}
