package dev.portcullis.waf.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.policy.PolicyHost;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However often rules are replaced and whatever passes through them, the heap stays as it is. */
class ReloadSoakTest {
    private static final int RULES = 200;
    private static final long ALLOWED_GROWTH = 4L << 20;

    @TempDir
    Path folder;

    @Test
    void theHeapStaysFlatOverReloadsAndRequests() throws Exception {
        soak(30, 700);
    }

    @Test
    @Tag("proof")
    void theHeapStaysFlatOverAThousandReloadsAndAMillionRequests() throws Exception {
        soak(1_000, 1_000);
    }

    @Test
    void thePolicyThatWasReplacedIsForgotten() throws Exception {
        try (PolicyHost host = follow(write(0))) {
            FakeHost server = FakeHost.of(host);
            reload(host, 1, server, 50);
            WeakReference<LoadedPolicy> replaced = new WeakReference<>(host.current());
            reload(host, 2, server, 50);
            for (int i = 0; i < 100 && replaced.get() != null; i++) {
                System.gc();
            }
            assertThat(replaced.get()).isNull();
        }
    }

    private void soak(int reloads, int requestsEach) throws Exception {
        Path policy = write(0);
        try (PolicyHost host = follow(policy)) {
            FakeHost server = FakeHost.of(host);
            for (int i = 1; i <= 5; i++) {
                reload(host, i, server, requestsEach);
            }
            long before = used();
            for (int i = 6; i < 6 + reloads; i++) {
                reload(host, i, server, requestsEach);
            }
            long after = used();
            System.out.println("reloads " + reloads + ", requests " + (long) reloads * requestsEach + ", heap before "
                    + before / 1024 + " KiB, after " + after / 1024 + " KiB");
            assertThat(after - before).isLessThan(ALLOWED_GROWTH);
        }
    }

    private void reload(PolicyHost host, int version, FakeHost server, int requests) throws IOException {
        write(version);
        assertThat(host.reload()).isTrue();
        assertThat(host.current().metadata().version()).isEqualTo(Integer.toString(version));
        for (int i = 0; i < requests; i++) {
            boolean attack = i % 10 == 0;
            FakeRequest request = FakeRequest.post("/a?n=" + i, (attack ? "q=word7x" : "q=benign") + "&i=" + i)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("X-Client", "c" + i % 50);
            assertThat(server.send(request).response().status()).isEqualTo(attack ? 403 : 200);
        }
    }

    /** Each version has other rules, so that all of them are compiled anew. */
    private Path write(int version) throws IOException {
        StringBuilder rules = new StringBuilder();
        rules.append("SecAction \"id:1,phase:1,pass,nolog,initcol:ip=%{REQUEST_HEADERS.X-Client},setvar:ip.n=+1\"\n");
        for (int i = 0; i < RULES; i++) {
            rules.append("SecRule ARGS|ARGS_NAMES \"@rx (?i)word")
                    .append(i)
                    .append("x(?:a|b{2,")
                    .append(3 + version % 7)
                    .append("})*\" \"id:")
                    .append(100 + i)
                    .append(",phase:2,deny,log,t:none,t:urlDecodeUni,msg:'v")
                    .append(version)
                    .append("'\"\n");
        }
        Files.writeString(folder.resolve("rules.conf"), rules);
        return Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: p, version: "%d"}
                spec:
                  waf: {rules: [{file: rules.conf}], exclude: [{rule: 100, parameter: comment}]}
                  routes: [{id: a, match: {methods: [POST], path: /a}, authenticate: none}]
                """.formatted(version));
    }

    private static PolicyHost follow(Path policy) {
        try {
            return PolicyHost.follow(Policy.loader(), policy);
        } catch (PolicyErrors e) {
            throw new AssertionError(e);
        }
    }

    /** Bytes that are reachable. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
