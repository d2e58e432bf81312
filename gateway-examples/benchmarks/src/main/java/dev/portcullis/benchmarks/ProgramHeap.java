package dev.portcullis.benchmarks;

import dev.portcullis.benchmarks.RequestMix.Request;
import dev.portcullis.waf.Overrides;
import dev.portcullis.waf.RuleSelector;
import dev.portcullis.waf.Waf;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of the heap the Core Rule Set takes once it is compiled: before the first request, after the whole mix of
 * requests, for each further load, and for a hundred tenants that have overrides of their own. The argument and the rules
 * are those of {@link FirstRequests}: the paranoia level, by default 1.
 */
public final class ProgramHeap {
    private static final int TENANTS = 100;

    private ProgramHeap() {}

    /** Measures and prints. */
    public static void main(String[] args) {
        String level = args.length > 0 ? args[0] : "1";
        PrintStream out = System.out;
        List<Request> requests = RequestMix.compose(1, false, true);
        // The first load fills what all programs of a JVM share.
        FirstRequests.send(requests.get(0), FirstRequests.load(level));
        long before = used();
        List<Waf> kept = new ArrayList<>(List.of(FirstRequests.load(level)));
        out.println("one program: " + (used() - before) / 1024 + " KiB");
        for (Request request : requests) {
            FirstRequests.send(request, kept.get(0));
        }
        out.println("after " + requests.size() + " requests: " + (used() - before) / 1024 + " KiB");
        kept.add(FirstRequests.load(level));
        out.println("two programs: " + (used() - before) / 1024 + " KiB");
        before = used();
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            kept.add(kept.get(0)
                    .with(Overrides.builder()
                            .remove(RuleSelector.id(942_100 + tenant % 2 * 40))
                            .excludeParameter(RuleSelector.id(941_100), "comment" + tenant)
                            .build()));
        }
        long after = used();
        for (Waf tenant : kept) {
            FirstRequests.send(requests.get(0), tenant);
        }
        out.println(TENANTS + " tenants: " + (after - before) / 1024 + " KiB, after a request of each "
                + (used() - before) / 1024 + " KiB");
    }

    /** Bytes that are reachable. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
