package dev.portcullis.waf.pattern;

import java.nio.charset.StandardCharsets;

/** A cursor over the bytes of a pattern. */
final class PatternReader {
    private final byte[] pattern;
    private int at;

    PatternReader(byte[] pattern) {
        this.pattern = pattern;
    }

    int offset() {
        return at;
    }

    void moveTo(int offset) {
        at = offset;
    }

    boolean atEnd() {
        return at >= pattern.length;
    }

    /** The byte ahead by the distance; -1 beyond the end. */
    int peek(int ahead) {
        return at + ahead < pattern.length ? pattern[at + ahead] & 0xFF : -1;
    }

    int peek() {
        return peek(0);
    }

    int next() {
        return pattern[at++] & 0xFF;
    }

    boolean skip(String token) {
        if (!sees(token)) {
            return false;
        }
        at += token.length();
        return true;
    }

    boolean sees(String token) {
        if (at >= pattern.length || pattern[at] != token.charAt(0)) {
            return false;
        }
        for (int i = 1; i < token.length(); i++) {
            if (peek(i) != token.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The index of the byte at or after the cursor; -1 without one. */
    int find(char wanted) {
        for (int i = at; i < pattern.length; i++) {
            if (pattern[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    String text(int from, int to) {
        return new String(pattern, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** A decimal number of at most six digits; -1 where none stands. */
    int number() {
        int start = at;
        int value = 0;
        while (peek() >= '0' && peek() <= '9') {
            if (at - start == 6) {
                throw error("number too large", start);
            }
            value = value * 10 + next() - '0';
        }
        return at == start ? -1 : value;
    }

    MalformedPatternException error(String problem, int offset) {
        return new MalformedPatternException(problem, offset);
    }

    MalformedPatternException error(String problem) {
        return error(problem, at);
    }
}
