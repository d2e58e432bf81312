package dev.portcullis.ratelimit.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import redis.embedded.RedisServer;

/** A Redis of its own on a free port, without persistence, that can be treated as machines treat servers. */
final class RealRedis implements AutoCloseable {
    private final int port;
    private ProcessHandle process;

    private RealRedis(int port) {
        this.port = port;
        this.process = started();
    }

    static RealRedis start() {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RealRedis(port);
    }

    private ProcessHandle started() {
        java.util.Set<Long> before = children();
        try {
            RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child.pid()))
                .filter(child -> child.info().command().orElse("").contains("redis"))
                .findFirst()
                .orElseThrow();
    }

    private static java.util.Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(java.util.stream.Collectors.toSet());
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** How often it was given a command. */
    long calls(String command) {
        return calls(line -> line.startsWith("cmdstat_" + command + ":"));
    }

    /**
     * How many commands it was given; those that scripts call are theirs, and not the client's, and connecting to ask for
     * this is not counted.
     */
    long commands() {
        return calls(line -> line.startsWith("cmdstat_")
                && !line.matches("cmdstat_(get|set|time|info|hello|ping|command|client.*|auth|select)[:|].*"));
    }

    private long calls(Predicate<String> which) {
        RedisClient client = RedisClient.create(uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection
                    .sync()
                    .info("commandstats")
                    .lines()
                    .filter(which)
                    .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=([0-9]+),.*", "$1")))
                    .sum();
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("it does not die", e);
        }
    }

    /** Starts anew, empty. */
    void restart() {
        process = started();
    }

    /** SIGSTOP. */
    void pause() {
        signal("-STOP");
    }

    /** SIGCONT. */
    void resume() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
            if (!kill.waitFor(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
