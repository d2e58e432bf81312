package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.audit.chain.Verification.Reason;
import dev.portcullis.audit.chain.Verification.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainTest {
    private static final byte[] SECRET = "a secret of the trail".getBytes(UTF_8);

    @TempDir
    Path folder;

    private KeyPair keys;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private List<String> write(int records, int every) {
        Chain chain = Chain.start(SECRET);
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= records; i++) {
            lines.add(
                    i % every == 0
                            ? Written.checkpoint(chain, Map.of("event", "checkpoint"), keys.getPrivate())
                            : Written.line(
                                    chain,
                                    Map.of(
                                            "event",
                                            i % every == 1 ? "segment" : "exchange",
                                            "path",
                                            "/orders/" + i,
                                            "status",
                                            200L)));
        }
        return lines;
    }

    private Verification verify(List<String> lines, byte[] secret, String expectedHead) throws IOException {
        Path file = Files.writeString(folder.resolve("audit.jsonl"), String.join("\n", lines) + "\n");
        return new ChainVerifier(List.of(keys.getPublic()), secret, expectedHead).verify(List.of(file));
    }

    @Test
    void anUntouchedTrailIsIntactAndItsTailUnsealed() throws Exception {
        Verification found = verify(write(25, 10), SECRET, null);
        assertThat(found.toJson())
                .isEqualTo("{\"broken_at\":null,\"first\":1,\"last\":25,\"records\":25,\"result\":\"intact\","
                        + "\"segments\":1,\"unsealed\":5}");
    }

    @Test
    void withoutAKeyOrACheckpointItIsOnlyUnsigned() throws Exception {
        assertThat(verify(write(9, 10), SECRET, null).result()).isEqualTo(Result.UNSIGNED);
        Path file = Files.writeString(folder.resolve("a"), String.join("\n", write(25, 10)) + "\n");
        assertThat(new ChainVerifier(List.of(), null, null)
                        .verify(List.of(file))
                        .result())
                .isEqualTo(Result.UNSIGNED);
    }

    @Test
    void namesTheFirstBadRecordAndHowItIsBad() throws Exception {
        List<String> good = write(25, 10);
        assertBroken(replaced(good, 6, good.get(6).replace("/orders/7", "/orders/8")), 7, Reason.EDITED);
        List<String> missing = new ArrayList<>(good);
        missing.remove(6);
        assertBroken(missing, 7, Reason.MISSING);
        assertBroken(good.subList(1, 25), 1, Reason.MISSING);
        List<String> twice = new ArrayList<>(good);
        twice.add(7, good.get(6));
        assertBroken(twice, 8, Reason.INSERTED);
        List<String> swapped = new ArrayList<>(good);
        Collections.swap(swapped, 6, 7);
        assertBroken(swapped, 7, Reason.REORDERED);
        assertBroken(replaced(good, 3, "garbage"), 4, Reason.EDITED);
        assertBroken(replaced(good, 3, good.get(3).replace(",", ", ")), 4, Reason.EDITED);
    }

    private void assertBroken(List<String> lines, long seq, Reason reason) throws IOException {
        Verification found = verify(lines, null, null);
        assertThat(found.result()).isEqualTo(Result.BROKEN);
        assertThat(found.brokenAt()).isNotNull();
        assertThat(found.brokenAt().seq()).isEqualTo(seq);
        assertThat(found.brokenAt().reason()).isEqualTo(reason);
    }

    private static List<String> replaced(List<String> lines, int index, String line) {
        List<String> copy = new ArrayList<>(lines);
        copy.set(index, line);
        return copy;
    }

    @Test
    void aChainThatWasRebuiltWithoutTheKeysIsFoundAtTheNextCheckpointOrAtOnceWithTheSecret() throws Exception {
        List<String> rebuilt = new ArrayList<>(write(25, 10).subList(0, 5));
        Map<String, Object> fifth = new HashMap<>(RecordReader.read(rebuilt.get(4)));
        Chain forger = Chain.resume(new ChainState(5, (String) fifth.get("hash"), null));
        KeyPair forged = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        for (int i = 6; i <= 25; i++) {
            rebuilt.add(
                    i % 10 == 0
                            ? Written.checkpoint(forger, Map.of("event", "checkpoint"), forged.getPrivate())
                            : Written.line(forger, Map.of("event", "exchange", "path", "/forged")));
        }
        Verification bySignature = verify(rebuilt, null, null);
        assertThat(bySignature.brokenAt().seq()).isEqualTo(10);
        assertThat(bySignature.brokenAt().reason()).isEqualTo(Reason.SIGNATURE);
        Verification bySecret = verify(rebuilt, SECRET, null);
        assertThat(bySecret.brokenAt().seq()).isEqualTo(6);
        assertThat(bySecret.brokenAt().reason()).isEqualTo(Reason.EDITED);
    }

    @Test
    void theExpectedHeadFindsAMissingTail() throws Exception {
        List<String> lines = write(25, 10);
        String head = "25:" + RecordReader.read(lines.get(24)).get("hash");
        assertThat(verify(lines, SECRET, head).result()).isEqualTo(Result.INTACT);
        Verification cut = verify(lines.subList(0, 22), SECRET, head);
        assertThat(cut.brokenAt().reason()).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void aLineThatIsStillBeingWrittenIsNotARecordYet() throws Exception {
        List<String> lines = write(25, 10);
        Path file = folder.resolve("audit.jsonl");
        Files.writeString(file, String.join("\n", lines) + "\n{\"event\":\"exch");
        Verification found = new ChainVerifier(List.of(keys.getPublic()), SECRET, null).verify(List.of(file));
        assertThat(found.result()).isEqualTo(Result.INTACT);
        assertThat(found.last()).isEqualTo(25);
    }

    @Test
    void segmentsAreLinkedAndTheOldestMayBeGone() throws Exception {
        List<String> lines = write(30, 10);
        Path one = Files.writeString(folder.resolve("1"), String.join("\n", lines.subList(0, 10)) + "\n");
        Path two = Files.writeString(folder.resolve("2"), String.join("\n", lines.subList(10, 20)) + "\n");
        Path three = Files.writeString(folder.resolve("3"), String.join("\n", lines.subList(20, 30)) + "\n");
        ChainVerifier verifier = new ChainVerifier(List.of(keys.getPublic()), SECRET, null);
        assertThat(verifier.verify(List.of(one, two, three)).result()).isEqualTo(Result.INTACT);
        assertThat(verifier.verify(List.of(two, three)).first()).isEqualTo(11);
        assertThat(verifier.verify(List.of(two, three)).result()).isEqualTo(Result.INTACT);
        assertThat(verifier.verify(List.of(one, three)).brokenAt().reason()).isEqualTo(Reason.MISSING);
    }

    @Test
    void aChainGoesOnAfterARestart() throws Exception {
        Chain before = Chain.start(SECRET);
        List<String> lines = new ArrayList<>();
        lines.add(Written.line(before, Map.of("event", "start")));
        Chain after = Chain.resume(before.state());
        lines.add(Written.line(after, Map.of("event", "start")));
        lines.add(Written.checkpoint(after, Map.of("event", "checkpoint"), keys.getPrivate()));
        assertThat(verify(lines, SECRET, null).result()).isEqualTo(Result.INTACT);
    }

    @Test
    void canonicalFormSortsMembersAndEscapesAsLittleAsPossible() {
        Map<String, Object> object = new HashMap<>();
        object.put("b", List.of(1L, true, "\u20ac\n\u0001\"\\"));
        object.put("a", null);
        assertThat(CanonicalJson.text(object)).isEqualTo("{\"a\":null,\"b\":[1,true,\"\u20ac\\n\\u0001\\\"\\\\\"]}");
        assertThatThrownBy(() -> CanonicalJson.text(Map.of("a", 1.5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalJson.text(Map.of("a", 1L << 53)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(CanonicalJson.text(Map.of("a", "\ud800x"))).isEqualTo("{\"a\":\"\ufffdx\"}");
    }

    @Test
    void whatIsWrittenIsCanonicalWhereverTheChainsOwnMembersFall() throws Exception {
        for (String name : List.of("a", "hasha", "issuer", "mac0", "prew", "s", "sigma", "zeta")) {
            Chain chain = Chain.start(SECRET);
            List<String> lines = List.of(
                    Written.line(chain, Map.of(name, "x")),
                    Written.checkpoint(chain, Map.of(name, Map.of("b", 1L, "c", List.of("d", 2L))), keys.getPrivate()),
                    Written.checkpoint(chain, Map.of(), keys.getPrivate()));
            for (String line : lines) {
                assertThat(CanonicalJson.text(RecordReader.read(line))).isEqualTo(line);
            }
            assertThat(verify(lines, SECRET, null).result()).as(name).isEqualTo(Result.INTACT);
        }
    }

    @Test
    void aRecordOutOfOrderIsRefused() {
        Chain chain = Chain.start(null);
        assertThatThrownBy(() -> chain.begin().text("b", "x").text("a", "y")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> chain.begin().text("hash", "x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> chain.begin().text("a", "x").text("a", "y")).isInstanceOf(IllegalStateException.class);
    }
}
