package dev.portcullis.auth.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own, so that the threads of many callers do not stand in the way of the server: one caller goes on asking an
 * open route, first alone and then beside all those that ask for what needs a token, and come again when they are told to.
 *
 * <p>Arguments: port, callers, token, how many requests the first caller makes alone.
 */
final class ManyCallers {
    private static final int SECOND = 1_000_000_000;
    private static final long LONGEST_NANOS = 150_000_000_000L;

    private final int port;
    private final String token;
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();
    private final CountDownLatch accepted;

    private ManyCallers(int port, int callers, String token) {
        this.port = port;
        this.token = token;
        this.accepted = new CountDownLatch(callers);
    }

    public static void main(String[] arguments) throws Exception {
        int callers = Integer.parseInt(arguments[1]);
        Thread watch = new Thread(() -> {
            LockSupport.parkNanos(LONGEST_NANOS);
            Runtime.getRuntime().halt(1); // callers that are never accepted must not keep a test waiting
        });
        watch.setDaemon(true);
        watch.start();
        new ManyCallers(Integer.parseInt(arguments[0]), callers, arguments[2])
                .run(callers, Integer.parseInt(arguments[3]));
    }

    private void run(int callers, int alone) throws IOException {
        List<Long> before = new ArrayList<>();
        List<Long> beside = new ArrayList<>();
        while (before.size() < alone) {
            before.add(open());
        }
        for (int i = 0; i < callers; i++) {
            Random random = new Random(i);
            Thread caller = new Thread(null, () -> untilAccepted(random), "caller", 256 << 10);
            caller.setDaemon(true);
            caller.start();
        }
        System.out.println("began");
        while (accepted.getCount() > 0) {
            beside.add(open());
        }
        System.out.println("open route alone: " + of(before));
        System.out.println("open route beside " + callers + " callers: " + of(beside));
        System.out.println("told to come again " + again + " times, told anything else " + others + " times");
    }

    /** How long an answer of the open route takes, in microseconds; then a pause, as people make. */
    private long open() throws IOException {
        long start = System.nanoTime();
        if (status("/open", "") != 200) {
            others.incrementAndGet();
        }
        long micros = (System.nanoTime() - start) / 1000;
        LockSupport.parkNanos(2_000_000);
        return micros;
    }

    /** As clients do, they come at different times, and again after the time that they are told and something. */
    private void untilAccepted(Random random) {
        LockSupport.parkNanos(random.nextInt(SECOND));
        while (true) {
            try {
                int status = status("/any", "Authorization: Bearer " + token + "\r\n");
                if (status == 200) {
                    accepted.countDown();
                    return;
                }
                (status == 503 ? again : others).incrementAndGet();
            } catch (IOException e) {
                others.incrementAndGet();
            }
            LockSupport.parkNanos(SECOND + random.nextInt(SECOND));
        }
    }

    private int status(String target, String field) throws IOException {
        String request = "GET " + target + " HTTP/1.1\r\nHost: site.example\r\n" + field + "Connection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
        }
    }

    private static String of(List<Long> micros) {
        Collections.sort(micros);
        return micros.size() + " requests, median " + at(micros, 0.5) + ", p99 " + at(micros, 0.99) + ", slowest "
                + at(micros, 1) + " us";
    }

    private static long at(List<Long> sorted, double part) {
        return sorted.get((int) ((sorted.size() - 1) * part));
    }
}
