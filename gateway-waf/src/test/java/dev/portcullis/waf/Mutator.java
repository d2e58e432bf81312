package dev.portcullis.waf;

import java.util.List;
import java.util.SplittableRandom;

/** Changes texts a little, as an attacker would who looks for a way round: from a seed. */
final class Mutator {
    private static final List<String> PIECES = List.of(
            "%27",
            "'",
            "\"",
            "<",
            ">",
            "%3c",
            "=",
            "&",
            "?",
            ";",
            "/*",
            "*/",
            "--",
            "#",
            "\\",
            "/",
            "../",
            "%00",
            "\0",
            "\n",
            "\r\n",
            " ",
            "+",
            "\t",
            "%u0027",
            "&#x3c;",
            "&lt;",
            "\\x3c",
            "\\u003c",
            "$(",
            "${",
            "`",
            "|",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "%",
            "\u00e2\u0080\u0098",
            "\u00ff",
            "select",
            "UNION",
            "script",
            "onload",
            "javascript:",
            "etc/passwd",
            "cmd.exe",
            "system(",
            "rO0ABQ",
            "YWxlcnQoMSk=",
            "a",
            "0",
            "null",
            "true");

    private final SplittableRandom random;

    Mutator(long seed) {
        random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    String mutate(String text) {
        String result = text;
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            result = change(result);
        }
        return result;
    }

    private String change(String text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(4));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, end) + text.substring(at);
            case 2 -> text.substring(0, at) + swappedCase(text.substring(at, end)) + text.substring(end);
            case 3 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at);
            default -> text.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(at);
        };
    }

    private static String swappedCase(String text) {
        StringBuilder swapped = new StringBuilder(text);
        for (int i = 0; i < swapped.length(); i++) {
            char c = swapped.charAt(i);
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80;
            swapped.setCharAt(i, letter ? (char) (c ^ 0x20) : c);
        }
        return swapped.toString();
    }
}
