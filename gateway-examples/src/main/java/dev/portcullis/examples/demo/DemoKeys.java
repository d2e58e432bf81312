package dev.portcullis.examples.demo;

import dev.portcullis.auth.apikey.NewApiKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * An API key of a build server, in the files that the policy names.
 *
 * @param text the key
 * @param files what was written
 */
record DemoKeys(String text, List<Path> files) {
    private static final int SECRET = 32;

    static DemoKeys writeTo(Path folder) throws IOException {
        SecureRandom random = new SecureRandom();
        byte[] bytes = new byte[SECRET];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        NewApiKey key = NewApiKey.create("ci", secret.getBytes(java.nio.charset.StandardCharsets.UTF_8), random);
        Path pepper = Files.writeString(folder.resolve("pepper"), secret);
        Path keys = Files.writeString(
                folder.resolve("api-keys.yaml"),
                "hmacKey: \"${file:pepper}\"\nkeys:\n  " + key.line().replace("roles: []", "roles: [admin]") + '\n');
        return new DemoKeys(key.text(), List.of(pepper, keys));
    }

    void delete() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public String toString() {
        return "DemoKeys[ci]";
    }
}
