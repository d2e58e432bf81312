package dev.portcullis.waf.internal;

import java.util.Collection;
import java.util.Locale;

/** Guesses what somebody meant who wrote a name that does not exist. */
public final class Nearest {
    private Nearest() {}

    /** The end of a message: {@code ; did you mean "attack-rce"?}, or nothing where no known name is close. */
    public static String didYouMean(String given, Collection<String> known) {
        String wanted = given.toLowerCase(Locale.ROOT);
        String best = "";
        int most = 0;
        for (String name : known) {
            int same = same(wanted, name.toLowerCase(Locale.ROOT));
            // All but a third of the longer one has to be the same.
            if (same > most && same * 3 >= Math.max(wanted.length(), name.length()) * 2) {
                best = name;
                most = same;
            }
        }
        return best.isEmpty() ? "" : "; did you mean \"" + best + "\"?";
    }

    /** How much both begin and end with. */
    private static int same(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        int prefix = 0;
        while (prefix < shorter && a.charAt(prefix) == b.charAt(prefix)) {
            prefix++;
        }
        int suffix = 0;
        while (suffix < shorter - prefix && a.charAt(a.length() - 1 - suffix) == b.charAt(b.length() - 1 - suffix)) {
            suffix++;
        }
        return prefix + suffix;
    }
}
