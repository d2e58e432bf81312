package dev.portcullis.audit;

import java.util.Locale;
import java.util.Set;

/**
 * Replaces what looks like a secret in a path: a long run of letters and digits, as tokens have it; the number of a payment
 * card; and whatever follows a segment that announces a secret. Names, numbers and UUIDs stay, because a record has to say
 * what was accessed.
 */
final class PathMask {
    private static final int TOKEN = 16;
    private static final Set<String> ANNOUNCES = Set.of(
            "password",
            "reset",
            "reset-password",
            "token",
            "tokens",
            "secret",
            "verify",
            "confirm",
            "activate",
            "invite",
            "magic",
            "unsubscribe",
            "otp",
            "apikey",
            "api-key");

    private final Digests digests;

    PathMask(Digests digests) {
        this.digests = digests;
    }

    String mask(String path) {
        StringBuilder masked = null;
        boolean announced = false;
        int from = 0;
        while (from < path.length()) {
            int end = path.indexOf('/', from);
            end = end < 0 ? path.length() : end;
            boolean secret = end > from && (announced || looksSecret(path, from, end));
            if (secret) {
                if (masked == null) {
                    masked = new StringBuilder(path.length()).append(path, 0, from);
                }
                masked.append('{').append(digests.of(path.substring(from, end))).append('}');
            } else if (masked != null) {
                masked.append(path, from, end);
            }
            if (masked != null && end < path.length()) {
                masked.append('/');
            }
            announced = end - from >= 3
                    && end - from <= 14
                    && ANNOUNCES.contains(path.substring(from, end).toLowerCase(Locale.ROOT));
            from = end + 1;
        }
        return masked == null ? path : masked.toString();
    }

    static boolean looksSecret(String path, int from, int end) {
        if (end - from < 13) {
            return false;
        }
        int run = 0;
        int digits = 0;
        int letters = 0;
        int allDigits = 0;
        int otherThanNumber = 0;
        for (int i = from; i < end; i++) {
            char c = path.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            allDigits += digit ? 1 : 0;
            otherThanNumber += digit || c == '-' ? 0 : 1;
            if (!digit && !letter) {
                run = 0;
                digits = 0;
                letters = 0;
                continue;
            }
            run++;
            digits += digit ? 1 : 0;
            letters += letter ? 1 : 0;
            if (run >= TOKEN && digits >= 2 && letters >= 2) {
                return true;
            }
        }
        return otherThanNumber == 0 && allDigits >= 13 && allDigits <= 19 && isCard(path, from, end);
    }

    /** The check digit of ISO/IEC 7812-1. */
    private static boolean isCard(String path, int from, int end) {
        int sum = 0;
        boolean twice = false;
        for (int i = end - 1; i >= from; i--) {
            int digit = path.charAt(i) - '0';
            if (digit < 0) {
                continue;
            }
            int counted = twice ? digit * 2 : digit;
            sum += counted > 9 ? counted - 9 : counted;
            twice = !twice;
        }
        return sum % 10 == 0;
    }
}
