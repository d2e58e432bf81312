package dev.portcullis.examples.demo;

import java.util.List;

/** What browsers send for other sites' pages, and what clients claim to be. */
final class HygieneTrials {
    private static final String SHOP = "Origin: https://shop.example";
    private static final String EVIL = "Origin: https://evil.example";

    private HygieneTrials() {}

    static List<Trial> all() {
        return List.of(
                Trial.of("OPTIONS", "/orders", 204, Trial.OK, "a preflight of the shop is answered here")
                        .with(SHOP)
                        .with("Access-Control-Request-Method: POST")
                        .expecting(answer ->
                                answer.field("access-control-allow-origin").equals("https://shop.example")),
                Trial.of("OPTIONS", "/orders", 403, "cors.origin", "a preflight of anybody else is not")
                        .with(EVIL)
                        .with("Access-Control-Request-Method: POST"),
                Trial.of("POST", "/orders", 200, Trial.OK, "an order from the shop's own page")
                        .with(SHOP)
                        .with("Sec-Fetch-Site: cross-site")
                        .sending("{}"),
                Trial.of("POST", "/orders", 403, "csrf.cross_site", "an order that another site's page sends")
                        .with(EVIL)
                        .with("Sec-Fetch-Site: cross-site")
                        .sending("{}"),
                Trial.of("GET", "/orders/42", 200, Trial.OK, "who a client claims to be is removed")
                        .with("X-User: admin")
                        .with("x_user: admin")
                        .expecting(answer -> answer.body().contains("\"user\":\"null\"")),
                Trial.of("GET", "/docs/intro", 200, Trial.OK, "security fields are set, the server's name is not told")
                        .expecting(answer -> answer.field("x-content-type-options")
                                        .equals("nosniff")
                                && answer.field("content-security-policy").contains("frame-ancestors")
                                && answer.field("x-internal").isEmpty()));
    }
}
