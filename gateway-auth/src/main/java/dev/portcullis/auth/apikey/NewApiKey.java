package dev.portcullis.auth.apikey;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A key that was just made. The text is shown once, to whoever is going to use it, and kept nowhere.
 *
 * @param id names it
 * @param text {@code pc_ID_RANDOM}, with 256 random bits
 * @param mac its HMAC-SHA-256, in hexadecimal digits: what the gateway keeps
 */
public record NewApiKey(String id, String text, String mac) {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 43; // 62^43 > 2^256

    /**
     * Makes a key.
     *
     * @param id letters, digits and {@code . _ -}
     * @param hmacKey the secret that MACs are made with
     * @throws IllegalArgumentException if the id has not that form or the secret is empty
     */
    public static NewApiKey create(String id, byte[] hmacKey, SecureRandom random) {
        ApiKey.requireId(id);
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        String text = ApiKeyText.of(id, letters.toString());
        return new NewApiKey(id, text, HexFormat.of().formatHex(new KeyMac(hmacKey).of(text)));
    }

    /** Its line for {@code api-keys.yaml}, for a subject of the key's name and without scopes or roles. */
    public String line() {
        return "- {id: \"" + id + "\", mac: \"" + mac + "\", subject: \"" + id + "\", scopes: [], roles: []}";
    }

    /** The id; never the key. */
    @Override
    public String toString() {
        return "NewApiKey[" + id + "]";
    }
}
