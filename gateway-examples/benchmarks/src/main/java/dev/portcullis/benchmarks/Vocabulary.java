package dev.portcullis.benchmarks;

import java.util.SplittableRandom;

/** Words, numbers and other values as ordinary requests hold them, from a seed. */
final class Vocabulary {
    private static final String[] WORDS =
            ("account address amount article basket blue button category chair city client"
                            + " colour company coffee country currency customer date delivery department description design"
                            + " discount document drawer email employee family garden green handle hotel house image invoice"
                            + " item kitchen label lamp language large leather letter list manager market material medium member"
                            + " message metal model morning mountain music name number office order paper payment person phone"
                            + " plan plate position price product profile project quantity quarter question region report request"
                            + " review river room sample school season section service shelf shipping silver small station status"
                            + " stock store street summer supplier table ticket title travel update user value version village"
                            + " warehouse water weight window winter wooden yellow")
                    .split(" ", -1);

    private final SplittableRandom random;
    private final boolean nonces;

    /** A vocabulary. With {@code nonces} each value holds something that no other value of the same vocabulary holds. */
    Vocabulary(long seed, boolean nonces) {
        random = new SplittableRandom(seed);
        this.nonces = nonces;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    /** One word as a value. */
    String term() {
        return nonces ? word() + hex(8) : word();
    }

    String number(int bound) {
        return nonces ? Long.toString(random.nextLong(1_000_000_000_000L)) : Integer.toString(random.nextInt(bound));
    }

    String words(int count, String between) {
        StringBuilder text = new StringBuilder(term());
        for (int i = 1; i < count; i++) {
            text.append(between).append(word());
        }
        return text.toString();
    }

    /** A sentence with a capital, commas and a full stop. */
    String sentence(int count) {
        StringBuilder text = new StringBuilder(term());
        text.setCharAt(0, Character.toUpperCase(text.charAt(0)));
        for (int i = 1; i < count; i++) {
            text.append(random.nextInt(9) == 0 ? ", " : " ").append(word());
        }
        return text.append('.').toString();
    }

    String hex(int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }

    String uuid() {
        return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12);
    }

    /** A token as sessions and signatures have it: letters and digits of any case. */
    String token(int length) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    String date() {
        String day = "2026-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(9);
        return day + "T1" + random.nextInt(9) + ":3" + random.nextInt(9) + ":0" + random.nextInt(9) + "Z";
    }
}
