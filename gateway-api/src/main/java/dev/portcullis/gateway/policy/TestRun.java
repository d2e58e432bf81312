package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.TlsFacts;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import dev.portcullis.gateway.host.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends the request of a test through a gateway, up to the handler. */
final class TestRun {
    private static final long PATIENCE_SECONDS = 30;

    private TestRun() {}

    /**
     * What became of a request.
     *
     * @param allowed whether it reached the handler
     * @param status the status of the answer, or 0 where it was allowed
     * @param reason the code of the refusal, or empty
     */
    record Result(boolean allowed, int status, String reason) {
        boolean meets(PolicyTest.Expect expect) {
            return (expect.allow() == null || expect.allow() == allowed)
                    && (expect.status() == null || expect.status() == status)
                    && (expect.reason() == null || expect.reason().equals(reason));
        }

        @Override
        public String toString() {
            return allowed ? "allowed" : reason.isEmpty() ? String.valueOf(status) : status + " " + reason;
        }
    }

    static Result send(Host gateway, PolicyTest.Given given) {
        byte[] content = given.body() == null ? new byte[0] : given.body().getBytes(StandardCharsets.UTF_8);
        Passage passage = gateway.open(head(given, content.length), Runnable::run);
        Step step = passage.begin();
        while (true) {
            if (step instanceof Step.Park park) {
                step = await(park);
            } else if (step instanceof Step.Collect collect) {
                step = passage.requestBody(Body.of(content).cut(collect.limit()));
            } else {
                break;
            }
        }
        Result result = result(step);
        passage.complete(Ending.sent(result.allowed() ? 200 : result.status(), content.length, 0));
        return result;
    }

    private static Result result(@Nullable Step step) {
        if (step instanceof Step.Reply reply) {
            String reason = reply.rejection() == null ? "" : reply.rejection().code();
            return new Result(false, reply.status(), reason);
        }
        return step == null ? new Result(false, 0, "no answer") : new Result(true, 0, "");
    }

    private static RawHead head(PolicyTest.Given given, int length) {
        Headers headers = Headers.EMPTY;
        if (given.headers().keySet().stream().noneMatch("host"::equalsIgnoreCase)) {
            headers = headers.with("Host", given.host());
        }
        for (var header : given.headers().entrySet()) {
            headers = headers.with(header.getKey(), header.getValue());
        }
        if (given.body() != null && !headers.contains("Content-Length") && !headers.contains("Transfer-Encoding")) {
            headers = headers.with("Content-Length", String.valueOf(length));
        }
        String name = serverName(headers.first("Host").orElse(null));
        TlsFacts tls = new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", name, List.of());
        Peer peer = new Peer(given.clientAddress(), 49152, tls);
        return new RawHead(given.method(), given.path(), null, "HTTP/1.1", headers, peer);
    }

    // the name that a client of this host puts in its handshake: one without the port, and none for an address (RFC
    // 6066)
    private static @Nullable String serverName(@Nullable String host) {
        if (host == null || host.startsWith("[")) {
            return null;
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static @Nullable Step await(Step.Park park) {
        try {
            return park.next().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }
}
