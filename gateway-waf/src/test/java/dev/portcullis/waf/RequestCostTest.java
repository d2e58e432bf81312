package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What requests cost with the Core Rule Set: processor time and bytes of one thread, with wide margins, since machines that
 * run tests are busy. Skipped where the corpora are not there.
 */
class RequestCostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int KIB = 1024;

    /** Repeated, each of these is the worst value of some matcher. */
    private static final List<String> UNITS = List.of(
            " ",
            "a",
            "'",
            "\"",
            "$",
            "(",
            ")",
            "/",
            "=",
            "0",
            "1",
            "\n",
            "\r\n",
            "\t",
            ";",
            "|",
            "&",
            "<",
            ">",
            "`",
            "\\",
            "[",
            "{",
            "-",
            "_",
            "%",
            "../",
            "${",
            "a ",
            "a=",
            "/*",
            "<a",
            "select ",
            "&#x",
            "\\x",
            "\u00e2\u0080\u0098");

    private static Waf rules(int level) {
        return Waf.builder()
                .rules(
                        "on",
                        "SecRuleEngine DetectionOnly\nSecRequestBodyAccess On\nSecRequestBodyNoFilesLimit 1000000\n")
                .rules(
                        "level",
                        "SecAction \"id:2,phase:1,pass,nolog,setvar:tx.crs_setup_version=400,setvar:tx.blocking_paranoia_level="
                                + level + ",setvar:tx.detection_paranoia_level=" + level + "\"")
                .rules(Corpora.path("crs-v4/rules"))
                .build();
    }

    private static Sent page() {
        return Sent.get("/chairs/oak-table?page=3&sort=price")
                .header("Host", "shop.example.com")
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36")
                .header("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
                .header("Cookie", "session=0123456789abcdef; theme=dark; lang=en");
    }

    private static Sent form(String value) {
        StringBuilder body = new StringBuilder("q=");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            body.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
        }
        return Sent.post("application/x-www-form-urlencoded", body.toString())
                .header("Host", "shop.example.com")
                .header("User-Agent", "Mozilla/5.0")
                .header("Accept", "*/*")
                .header("Content-Length", Integer.toString(body.length()));
    }

    private static String repeated(String unit, int length) {
        return unit.repeat(length / unit.length() + 1).substring(0, length);
    }

    /** Microseconds of processor time, the least of a few runs. */
    private static double micros(Waf waf, Sent sent, int runs) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            sent.through(waf);
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - start);
        }
        return least / 1000.0;
    }

    private static List<String> expensive(Waf waf, int length, int runs, double base, double aByte) {
        List<String> expensive = new ArrayList<>();
        for (String unit : UNITS) {
            double micros = micros(waf, form(repeated(unit, length)), runs);
            if (micros > base + aByte * length) {
                expensive.add(unit + " x " + length + ": " + micros + " us");
            }
        }
        return expensive;
    }

    @Test
    void noRepeatedUnitTakesLong() {
        Waf waf = rules(1);
        expensive(waf, KIB, 2, 0, 0);

        assertThat(expensive(waf, 8 * KIB, 4, 20_000, 8)).isEmpty();
    }

    @Test
    @Tag("proof")
    void noRepeatedUnitTakesMoreThanTwoMillisecondsAndAMicrosecondAByte() {
        Waf waf = rules(1);
        expensive(waf, 8 * KIB, 8, 0, 0);

        assertThat(expensive(waf, KIB, 5, 2_000, 1)).isEmpty();
        assertThat(expensive(waf, 8 * KIB, 5, 2_000, 1)).isEmpty();
        assertThat(expensive(waf, 64 * KIB, 5, 2_000, 1)).isEmpty();
    }

    @Test
    void aPageAllocatesLittle() {
        Waf waf = rules(1);
        Sent page = page();
        for (int i = 0; i < 2_000; i++) {
            page.through(waf);
        }
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 1_000; i++) {
            page.through(waf);
        }

        assertThat((THREADS.getThreadAllocatedBytes(thread) - before) / 1_000).isLessThan(48 * KIB);
    }

    @Test
    void longValuesDoNotNeedADeepStack() throws InterruptedException {
        Waf waf = rules(4);
        List<Throwable> thrown = new ArrayList<>();
        Thread small = new Thread(
                null,
                () -> List.of("a", "'", "\"", "${", "(", " ")
                        .forEach(unit -> form(repeated(unit, 100 * KIB)).through(waf)),
                "small stack",
                256 * KIB);
        small.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
        small.start();
        small.join();

        assertThat(thrown).isEmpty();
    }

    @Test
    void twiceTheDifferentKindsOfBytesTakeTwiceTheWork() {
        Waf waf = rules(1);
        String marks = "!#$()*,-./:;<>?@[]^_`{|}~'";
        StringBuilder body = new StringBuilder("a=1");
        for (int i = 0; i < 900; i++) {
            body.append("&a=");
            for (int bit = 0; bit < marks.length(); bit++) {
                if ((i * 40_503 >>> bit & 1) != 0) {
                    body.append(marks.charAt(bit));
                }
            }
        }
        Sent sent = Sent.post("application/x-www-form-urlencoded", body.toString())
                .header("Host", "shop.example.com")
                .header("Content-Length", Integer.toString(body.length()));

        assertThat(micros(waf, sent, 3)).isLessThan(60_000 + 8.0 * body.length());
    }
}
