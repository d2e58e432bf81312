package dev.portcullis.ratelimit.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.ratelimit.shared.SharedBuckets;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Buckets in one Redis (6.2 or newer), or whatever speaks its protocol and runs its scripts. A decision is one
 * {@code EVALSHA} on one multiplexed connection; nothing is queued while there is none. Thread-safe.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // opening and closing go on by themselves; whoever needs a connection asks for it
public final class RedisBuckets implements SharedBuckets {
    private static final String SCRIPT = script();
    private static final int WORDS = 8;

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisURI uri;
    private final String digest;
    private final AtomicReference<@Nullable CompletableFuture<StatefulRedisConnection<String, String>>> connection =
            new AtomicReference<>();
    private volatile boolean closed;

    /**
     * Starts to connect, without waiting for it.
     *
     * @param uri {@code redis://} or {@code rediss://}, with its credentials
     * @param deadline how long a connection may take to open
     */
    public RedisBuckets(String uri, Duration deadline) {
        this.uri = RedisURI.create(uri);
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(
                        Delay.fullJitter(Duration.ofMillis(20), Duration.ofSeconds(1), 2, TimeUnit.MILLISECONDS))
                .build();
        this.client = RedisClient.create(resources, this.uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(20_000)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(
                                deadline.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : deadline)
                        .keepAlive(true)
                        .build())
                .build());
        this.digest = sha1(SCRIPT);
        connected();
    }

    /** The connection, or the attempt to open one that is under way. */
    private CompletableFuture<StatefulRedisConnection<String, String>> connected() {
        CompletableFuture<StatefulRedisConnection<String, String>> now = connection.get();
        if (now != null && !now.isCompletedExceptionally()) {
            return now;
        }
        CompletableFuture<StatefulRedisConnection<String, String>> fresh = new CompletableFuture<>();
        if (closed || !connection.compareAndSet(now, fresh)) {
            CompletableFuture<StatefulRedisConnection<String, String>> other = connection.get();
            return other == null ? CompletableFuture.failedFuture(new RedisConnectionException("closed")) : other;
        }
        client.connectAsync(StringCodec.ASCII, uri).whenComplete((opened, failure) -> {
            if (failure != null) {
                fresh.completeExceptionally(failure);
            } else {
                fresh.complete(opened);
            }
        });
        return fresh;
    }

    @Override
    public CompletionStage<Answer> take(List<Wanted> wanted, long extra) {
        CompletableFuture<StatefulRedisConnection<String, String>> now = connected();
        if (!now.isDone()) {
            return CompletableFuture.failedFuture(new RedisConnectionException("not connected yet"));
        }
        String[] keys = new String[wanted.size()];
        String[] arguments = new String[1 + WORDS * keys.length];
        arguments[0] = Long.toString(extra);
        for (int i = 0; i < keys.length; i++) {
            Wanted one = wanted.get(i);
            keys[i] = one.key();
            int at = 1 + WORDS * i;
            arguments[at] = Long.toString(one.rate().tick() / 1000);
            arguments[at + 1] = Long.toString(one.rate().gain());
            arguments[at + 2] = Long.toString(one.rate().full());
            arguments[at + 3] = Long.toString(one.rate().price());
            arguments[at + 4] = Long.toString(one.allowance());
            arguments[at + 5] = Long.toString(one.tokens());
            arguments[at + 6] = Long.toString(one.known());
            arguments[at + 7] = one.insists() ? "1" : "0";
        }
        return now.thenCompose(open -> open.async()
                        .<List<Long>>evalsha(digest, ScriptOutputType.MULTI, keys, arguments)
                        .handle((answer, failure) -> {
                            if (cause(failure) instanceof RedisNoScriptException) {
                                // a server that was started anew does not know the script yet; what it runs, it keeps
                                return open.async().<List<Long>>eval(SCRIPT, ScriptOutputType.MULTI, keys, arguments);
                            }
                            return failure == null
                                    ? CompletableFuture.completedFuture(answer)
                                    : CompletableFuture.<List<Long>>failedFuture(failure);
                        })
                        .thenCompose(stage -> stage))
                .thenApply(answer -> answer(answer, keys.length));
    }

    private static Answer answer(List<Long> told, int keys) {
        if (told.size() != keys + 1) {
            throw new IllegalStateException("the script answered " + told.size() + " numbers for " + keys + " keys");
        }
        long[] answers = new long[keys];
        for (int i = 0; i < keys; i++) {
            answers[i] = told.get(i + 1);
        }
        return new Answer(answers, told.get(0));
    }

    @Override
    public CompletionStage<?> probe() {
        return connected().thenCompose(open -> open.async().ping());
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String script() {
        try (InputStream in = RedisBuckets.class.getResourceAsStream("take.lua")) {
            if (in == null) {
                throw new IllegalStateException("take.lua is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String script) {
        return io.lettuce.core.codec.Base16.digest(script.getBytes(UTF_8));
    }

    @Override
    public void close() {
        closed = true;
        // its threads go last: what closes connections runs on them
        client.shutdownAsync(0, 1, TimeUnit.SECONDS)
                .whenComplete((done, failure) -> resources.shutdown(0, 1, TimeUnit.SECONDS));
    }
}
