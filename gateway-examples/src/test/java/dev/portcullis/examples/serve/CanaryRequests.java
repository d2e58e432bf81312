package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.gateway.testkit.TestRequest;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Requests with secrets in every place that a client can write to. Each is recorded once. */
final class CanaryRequests {
    private static final String ATTACK = "x' OR 1=1 -- ";

    private final List<TestRequest> all = new ArrayList<>();

    static List<TestRequest> with(SignedTokens tokens) throws GeneralSecurityException {
        CanaryRequests requests = new CanaryRequests();
        requests.heads();
        for (String route : List.of("/open/x", "/shadowed")) {
            requests.bodies(route);
        }
        requests.tokens(tokens);
        requests.keys();
        return requests.all;
    }

    private void heads() {
        String secret = Canary.in("Head");
        String basic = SignedTokens.base64(("user:" + secret).getBytes(UTF_8));
        for (String target : List.of("/open/" + secret, "/dead/" + secret, "/absent/" + secret, "/mine/" + secret)) {
            all.add(TestRequest.get(
                    target + "?q=" + secret + "&" + secret + "=1&password=" + secret,
                    "Cookie",
                    secret + "=" + secret + "; session=" + secret,
                    "User-Agent",
                    secret,
                    "Referer",
                    "https://" + secret + "/" + secret,
                    "X-" + secret,
                    secret,
                    "X-Forwarded-For",
                    secret,
                    "traceparent",
                    secret,
                    "X-Request-Id",
                    secret));
        }
        all.add(TestRequest.get("/mine/a", "Authorization", "Basic " + basic));
        all.add(TestRequest.get("/mine/a", "Authorization", secret + " " + secret));
        all.add(TestRequest.get("/open/a?q=" + ATTACK.replace(" ", "%20") + Canary.in("Query")));
        all.add(TestRequest.get("/open/a", "Cookie", "id=" + ATTACK.replace(" ", "%20") + Canary.in("Cookie")));
        all.add(TestRequest.get("/open/..;/" + secret));
        all.add(TestRequest.get("/open/%2f" + secret));
        all.add(TestRequest.of(secret, "/open/a"));
    }

    private void bodies(String target) {
        String json = Canary.in("Json");
        String form = Canary.in("Form");
        String part = Canary.in("Part");
        post(target, "application/json", "{\"" + json + "\":{\"password\":\"" + ATTACK + json + "\"}}");
        post(target, "application/json", "{\"a\":\"" + json + "\", " + json);
        post(target, "application/x-www-form-urlencoded", form + "=1&password=" + ATTACK.replace(' ', '+') + form);
        post(target, "application/xml", "<a b=\"" + ATTACK + Canary.in("Xml") + "\">" + Canary.in("Xml") + "</a>");
        post(target, "application/xml", "<" + Canary.in("Xml") + "><b></" + Canary.in("Xml") + ">");
        String quoted = "Content-Disposition: form-data; name=\"" + part + "\"; filename=\"" + part + ".jsp\"";
        multipart(target, quoted, ATTACK + part);
        multipart(target, quoted + "; filename=\"" + part + "\"", part);
        multipart(target, part, part);
    }

    private void post(String target, String type, String body) {
        all.add(TestRequest.post(target, body, "Content-Type", type));
    }

    private void multipart(String target, String head, String content) {
        post(target, "multipart/form-data; boundary=b", "--b\r\n" + head + "\r\n\r\n" + content + "\r\n--b--\r\n");
    }

    private void tokens(SignedTokens tokens) throws GeneralSecurityException {
        String claim = Canary.in("Claim");
        String others = "\"aud\":\"orders\",\"roles\":[\"" + claim + "\"],\"groups\":[\"" + claim + "\"],\"scope\":\""
                + claim + "\",\"email\":\"" + claim + "@example.org\",\"phone\":\"" + claim
                + "\",\"address\":{\"street\":\""
                + claim + "\"},\"" + claim + "\":1,\"exp\":";
        String good = "{\"iss\":\"https://idp.example\",\"sub\":\"jane\"," + others;
        String strange = "{\"iss\":\"https://idp.example\",\"sub\":\"" + claim + "\",\"tenant\":\"" + claim
                + "\",\"jti\":\"" + claim + "\"," + others;
        long now = Instant.now().getEpochSecond();
        String signed = tokens.token(good + (now + 300) + "}");
        bearer("/mine/a", signed);
        bearer("/admin", signed);
        bearer("/mine/a", tokens.token(strange + (now - 600) + "}"));
        bearer("/mine/a", tokens.token(strange.replace("idp.example", claim) + (now + 300) + "}"));
        bearer("/mine/a", tokens.token("{\"sub\":\"" + claim));
        bearer("/mine/a", signed.substring(0, signed.lastIndexOf('.') + 1) + Canary.in("Signature") + "A".repeat(65));
        String header = "{\"alg\":\"" + Canary.in("Alg") + "\",\"kid\":\"" + Canary.in("Kid") + "\"}";
        bearer("/mine/a", SignedTokens.base64(header.getBytes(UTF_8)) + signed.substring(signed.indexOf('.')));
        for (String malformed : List.of("%s", "%s.%s", "%s.%s.%s", "%s %s", "..%s", "%s.....")) {
            bearer("/mine/a", malformed.replace("%s", Canary.in("Token")));
        }
        all.add(TestRequest.get("/mine/a?access_token=" + Canary.in("Parameter")));
    }

    private void bearer(String target, String token) {
        all.add(TestRequest.get(target, "Authorization", "Bearer " + token));
    }

    private void keys() {
        String key = Canary.in("Key");
        for (String text : List.of("pc_ci_" + key, "pc_" + key + "_" + key, key, "pc_ci_" + key + "!", "pc__" + key)) {
            all.add(TestRequest.get("/mine/a", "X-API-Key", text));
        }
        all.add(TestRequest.get("/mine/a", "X-API-Key", "pc_ci_" + key, "Authorization", "Bearer " + key));
    }
}
