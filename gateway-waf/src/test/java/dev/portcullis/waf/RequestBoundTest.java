package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.portcullis.waf.pattern.HostileValues;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What requests cost that carry a value made against one of the patterns, in processor time, against 2 ms plus 1 us a byte:
 * printed, and held to a bound wide enough for a busy machine. The level, KiB, carrier and runs are system properties.
 */
@Tag("proof")
class RequestBoundTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int KIB = 1024;
    private static final int SHOWN = 10;
    private static final double MOST_OF_BOUND = 6;

    /** The worst are measured again, this often, until all that they run is compiled as well as it gets. */
    private static final int MEASURED_AGAIN = 20;

    private static final int RUNS_AGAIN = 120;

    private record Measured(String what, Sent sent, int bytes, double micros) {
        double aByte() {
            return micros / bytes;
        }

        double ofBound() {
            return micros / (2_000.0 + bytes);
        }

        @Override
        public String toString() {
            return Math.round(ofBound() * 100) / 100.0 + " of the bound, " + Math.round(aByte() * 100) / 100.0
                    + " us a byte: " + what;
        }
    }

    private static double micros(Waf waf, Sent sent, int runs) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            sent.through(waf);
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - start);
        }
        return least / 1000.0;
    }

    private static Waf rules(int level) {
        return Waf.builder()
                .rules(
                        "on",
                        "SecRuleEngine DetectionOnly\nSecRequestBodyAccess On\nSecRequestBodyNoFilesLimit 1000000\n"
                                + "SecRule REQUEST_HEADERS:Content-Type \"@rx ^application/json\" "
                                + "\"id:1,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON\"")
                .rules(
                        "level",
                        "SecAction \"id:2,phase:1,pass,nolog,setvar:tx.crs_setup_version=400,setvar:tx.blocking_paranoia_level="
                                + level + ",setvar:tx.detection_paranoia_level=" + level + "\"")
                .rules(Corpora.path("crs-v4/rules"))
                .build();
    }

    @Test
    void valuesAgainstEachPatternWithRoomForStates() {
        assertThat(worst(false)).isLessThan(MOST_OF_BOUND);
    }

    @Test
    void valuesAgainstEachPatternWhereOthersHoldTheMemory() {
        assertThat(worst(true)).isLessThan(MOST_OF_BOUND);
    }

    private static double worst(boolean full) {
        Waf waf = rules(Integer.getInteger("portcullis.level", 1));
        List<Measured> all = sorted(measured(waf, full));
        show("hardly warm", all);
        List<Measured> again = new ArrayList<>();
        for (Measured worst : all.subList(0, Math.min(MEASURED_AGAIN, all.size()))) {
            Object kept = full ? HostileValues.exhaustStateMemory() : worst;
            double micros = micros(waf, worst.sent, RUNS_AGAIN);
            Reference.reachabilityFence(kept);
            again.add(new Measured(worst.what, worst.sent, worst.bytes, micros));
        }
        show("warm", sorted(again));
        return all.get(0).ofBound();
    }

    private static List<Measured> sorted(List<Measured> all) {
        all.sort(Comparator.comparingDouble(Measured::ofBound).reversed());
        return all;
    }

    private static void show(String how, List<Measured> all) {
        System.out.println(how + ":");
        all.stream().limit(SHOWN).forEach(System.out::println);
    }

    private static List<Measured> measured(Waf waf, boolean full) {
        int length = Integer.getInteger("portcullis.kib", 8) * KIB;
        int runs = Integer.getInteger("portcullis.runs", 3);
        HostileRequest carrier = HostileRequest.valueOf(System.getProperty("portcullis.carrier", "FORM"));
        for (int i = 0; i < HostileValues.patterns(); i++) {
            HostileValues.against(i, KIB).forEach(v -> carrier.of(v.bytes()).through(waf));
        }
        List<Measured> all = new ArrayList<>();
        for (int i = 0; i < HostileValues.patterns(); i++) {
            for (HostileValues.Value value : HostileValues.against(i, length)) {
                Object kept = full ? HostileValues.exhaustStateMemory() : value;
                Sent sent = carrier.of(value.bytes());
                double micros = micros(waf, sent, runs);
                Reference.reachabilityFence(kept);
                all.add(new Measured(value.name(), sent, value.bytes().length(), micros));
            }
        }
        return all;
    }
}
