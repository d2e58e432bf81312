package dev.portcullis.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.audit.chain.ChainVerifier;
import dev.portcullis.audit.chain.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The trail of the demonstration: its keys, and what it tells of the requests that were just sent. */
final class AuditTrail {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path file;
    private final KeyPair keys;
    private final String macKey;

    private AuditTrail(Path file, KeyPair keys, String macKey) {
        this.file = file;
        this.keys = keys;
        this.macKey = macKey;
    }

    /** Makes keys in a folder, where the policy finds them. */
    static AuditTrail in(Path folder) throws IOException {
        try {
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            String macKey = HexFormat.of().formatHex(secret);
            Files.writeString(
                    folder.resolve("audit-ed25519.pem"),
                    pem("PRIVATE", keys.getPrivate().getEncoded()));
            Files.writeString(folder.resolve("audit-mac.key"), macKey);
            Files.writeString(
                    folder.resolve("audit-public.pem"),
                    pem("PUBLIC", keys.getPublic().getEncoded()));
            return new AuditTrail(folder.resolve("audit").resolve("audit.jsonl"), keys, macKey);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    private static String pem(String what, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + " KEY-----\n" + lines + "\n-----END " + what + " KEY-----\n";
    }

    /**
     * Prints what the trail tells, and verifies it.
     *
     * @param exchanges how many requests have ended
     * @return whether each has a record, and nothing is broken
     */
    boolean print(PrintWriter out, int exchanges) throws IOException {
        List<String> records = await(exchanges);
        out.println();
        out.println("the trail of these requests, " + file + ":");
        int told = 0;
        for (String record : records) {
            if (record.contains("\"event\":\"exchange\"")) {
                told++;
                out.println("  " + line(record));
            }
        }
        Verification found =
                new ChainVerifier(List.of(keys.getPublic()), macKey.getBytes(UTF_8), null).verifyAll(List.of(file));
        out.println("audit verify: " + found.toJson());
        return told >= exchanges && found.result() == Verification.Result.INTACT;
    }

    private List<String> await(int exchanges) throws IOException {
        long until = System.nanoTime() + PATIENCE;
        List<String> records = Files.readAllLines(file);
        while (System.nanoTime() - until < 0 && !complete(records, exchanges)) {
            LockSupport.parkNanos(PAUSE);
            records = Files.readAllLines(file);
        }
        return records;
    }

    /** All exchanges are there, and something has sealed them. */
    private static boolean complete(List<String> records, int exchanges) {
        long told = records.stream()
                .filter(r -> r.contains("\"event\":\"exchange\""))
                .count();
        return told >= exchanges && records.stream().anyMatch(r -> r.contains("\"signature\":"));
    }

    private static String line(String record) {
        return member(record, "seq")
                + " " + member(record, "decision")
                + " " + member(record, "status")
                + " " + member(record, "reason")
                + " " + member(record, "method")
                + " " + member(record, "path")
                + " by " + member(record, "subject")
                + " from " + member(record, "clientAddress");
    }

    /** The value of a member at the top of a record; its texts here have no quotes inside. */
    private static String member(String record, String name) {
        int at = record.indexOf("\"" + name + "\":");
        if (at < 0) {
            return "-";
        }
        int from = at + name.length() + 3;
        boolean text = record.charAt(from) == '"';
        int end = from + 1;
        while (text ? record.charAt(end) != '"' : ",}".indexOf(record.charAt(end)) < 0) {
            end++;
        }
        String value = text ? record.substring(from + 1, end) : record.substring(from, end);
        return value.equals("null") ? "-" : value;
    }
}
