package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has the file and all public code, but no key, changes one thing somewhere. */
class EditsTest {
    private static final byte[] SECRET = "a secret of the trail".getBytes(UTF_8);
    private static final int RECORDS = 47;
    private static final int EVERY = 10;
    private static final int SEALED = 40;

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(42);
    private KeyPair keys;
    private KeyPair foreign;
    private List<String> good;

    @BeforeEach
    void write() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        foreign = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Chain chain = Chain.start(SECRET);
        good = new ArrayList<>();
        for (int i = 1; i <= RECORDS; i++) {
            good.add(
                    i % EVERY == 0
                            ? Written.checkpoint(chain, Map.of("event", "checkpoint"), keys.getPrivate())
                            : Written.line(chain, Map.of("event", "exchange", "path", "/orders/" + i, "status", 200L)));
        }
    }

    private Verification verify(String content, byte[] secret, String expectedHead) throws IOException {
        Path file = Files.writeString(folder.resolve("audit.jsonl"), content);
        return new ChainVerifier(List.of(keys.getPublic()), secret, expectedHead).verify(List.of(file));
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private String head() {
        return RECORDS + ":" + RecordReader.read(good.get(RECORDS - 1)).get("hash");
    }

    /** By one byte, anywhere in the file, line ends included. */
    private String flipped(int before) {
        byte[] bytes = text(good).getBytes(UTF_8);
        int end = text(good.subList(0, before)).length();
        int at = random.nextInt(end);
        bytes[at] ^= (byte) (1 << random.nextInt(7));
        return new String(bytes, UTF_8);
    }

    /** With everything that is public: numbers, hashes and links are right again, the signatures are somebody's. */
    private List<String> rechained(int from) {
        List<String> forged = new ArrayList<>(good.subList(0, from));
        String head = (String) RecordReader.read(good.get(from - 1)).get("hash");
        Chain forger = Chain.resume(new ChainState(from, head, null));
        for (int i = from; i < RECORDS; i++) {
            Map<String, Object> members = new HashMap<>(RecordReader.read(good.get(i)));
            boolean checkpoint = members.containsKey("signature");
            List.of("seq", "prev", "hash", "mac", "signature").forEach(members::remove);
            if (i == from && members.containsKey("path")) {
                members.put("path", "/orders/forged");
            }
            TreeMap<String, Object> sorted = new TreeMap<>(members);
            forged.add(
                    checkpoint
                            ? Written.checkpoint(forger, sorted, foreign.getPrivate())
                            : Written.line(forger, sorted));
        }
        return forged;
    }

    @Test
    void everyOneOfAThousandEditsBeforeTheLastCheckpointIsFound() throws Exception {
        int[] kinds = new int[7];
        for (int round = 0; round < 1_000; round++) {
            List<String> bad = new ArrayList<>(good);
            int at = random.nextInt(SEALED - 1);
            int kind = random.nextInt(7);
            kinds[kind]++;
            String content;
            String expected = null;
            switch (kind) {
                case 0 -> content = flipped(SEALED);
                case 1 -> {
                    bad.remove(at);
                    content = text(bad);
                }
                case 2 -> {
                    bad.add(at + 1, bad.get(random.nextInt(RECORDS)));
                    content = text(bad);
                }
                case 3 -> {
                    Collections.swap(bad, at, at + 1 + random.nextInt(SEALED - 1 - at));
                    content = text(bad);
                }
                case 4 -> { // cut off in the middle of a line, and the rest kept
                    bad.set(
                            at,
                            bad.get(at).substring(0, random.nextInt(bad.get(at).length())));
                    content = text(bad);
                }
                case 5 -> content = text(rechained(1 + random.nextInt(SEALED - 1)));
                default -> { // all that follows cut off, at any byte: only who knows the head can tell
                    content = text(good).substring(0, random.nextInt(text(good).length()));
                    expected = head();
                }
            }
            Verification found = verify(content, null, expected);
            assertThat(found.result()).as("round " + round + ", kind " + kind).isEqualTo(Result.BROKEN);
            assertThat(found.brokenAt()).isNotNull();
            if (kind >= 1 && kind <= 4) {
                assertThat(found.brokenAt().seq()).isBetween(at + 1L, at + 3L);
            }
            // the last checkpoint before it still stands, and nothing that comes behind is vouched for
            long sealed = found.last() / EVERY * EVERY;
            assertThat(found.unsealed()).isEqualTo(content.lines().count() - sealed - (kind == 6 ? half(content) : 0));
        }
        assertThat(kinds).doesNotContain(0);
    }

    /** A last line without its end is no record yet. */
    private static int half(String content) {
        return content.isEmpty() || content.endsWith("\n") ? 0 : 1;
    }

    @Test
    void editsBehindTheLastCheckpointAreFoundOrTheTailIsUnsealed() throws Exception {
        for (int round = 0; round < 200; round++) {
            int at = SEALED + random.nextInt(RECORDS - SEALED);
            List<String> bad = new ArrayList<>(good.subList(0, at));
            Verification cut = verify(text(bad), SECRET, null);
            assertThat(cut.result()).isEqualTo(Result.INTACT);
            assertThat(cut.unsealed()).isEqualTo(at - SEALED);
            assertThat(verify(text(bad), SECRET, head()).brokenAt().reason()).isEqualTo(Reason.TRUNCATED);
            // without the secret a rebuilt tail looks well, and is told as what nobody vouches for
            Verification rebuilt = verify(text(rechained(at)), null, null);
            assertThat(rebuilt.result()).isEqualTo(Result.INTACT);
            assertThat(rebuilt.unsealed()).isEqualTo(RECORDS - SEALED);
            assertThat(verify(text(rechained(at)), SECRET, null).brokenAt().seq())
                    .isEqualTo(at + 1L);
        }
    }
}
