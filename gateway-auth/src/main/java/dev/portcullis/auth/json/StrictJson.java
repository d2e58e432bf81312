package dev.portcullis.auth.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object (RFC 8259) and nothing that two parsers could read differently: no duplicate member, no invalid
 * UTF-8, no lone surrogate, no text after the end. Depth and the length of numbers are bounded; the caller bounds the whole.
 * Values are {@link String}, {@link Long}, {@link BigDecimal}, {@link Boolean}, {@code null}, {@link List} and {@link Map}.
 */
public final class StrictJson {
    private static final int MAX_DEPTH = 12;
    private static final int MAX_NUMBER = 32;
    private static final char REPLACEMENT = '\uFFFD';

    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    /**
     * The members of the object.
     *
     * @throws MalformedJsonException if it is no object or not strict
     */
    public static Map<String, @Nullable Object> object(byte[] utf8) throws MalformedJsonException {
        StrictJson json = new StrictJson(decode(utf8));
        json.space();
        if (json.peek() != '{') {
            throw json.malformed("an object expected");
        }
        Map<String, @Nullable Object> object = json.members(1);
        json.space();
        if (json.at != json.text.length()) {
            throw json.malformed("text after the end");
        }
        return object;
    }

    private static String decode(byte[] utf8) throws MalformedJsonException {
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) { // what is malformed would have become one
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("not UTF-8", false);
        }
    }

    private @Nullable Object value(int depth) throws MalformedJsonException {
        if (depth > MAX_DEPTH) {
            throw malformed("nested too deeply");
        }
        return switch (peek()) {
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> members(int depth) throws MalformedJsonException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        space();
        if (peek() == '}') {
            at++;
            return Collections.unmodifiableMap(members);
        }
        while (true) {
            String name = string();
            space();
            expect(':');
            space();
            if (members.containsKey(name)) {
                throw new MalformedJsonException("a member is given twice", true);
            }
            members.put(name, value(depth + 1));
            space();
            if (peek() == '}') {
                at++;
                return Collections.unmodifiableMap(members);
            }
            expect(',');
            space();
        }
    }

    private List<@Nullable Object> elements(int depth) throws MalformedJsonException {
        List<@Nullable Object> elements = new ArrayList<>();
        at++;
        space();
        if (peek() == ']') {
            at++;
            return Collections.unmodifiableList(elements);
        }
        while (true) {
            elements.add(value(depth + 1));
            space();
            if (peek() == ']') {
                at++;
                return Collections.unmodifiableList(elements);
            }
            expect(',');
            space();
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) throws MalformedJsonException {
        if (!text.startsWith(word, at)) {
            throw malformed("a value expected");
        }
        at += word.length();
        return value;
    }

    private Object number() throws MalformedJsonException {
        int from = at;
        if (peek() == '-') {
            at++;
        }
        boolean zero = peek() == '0';
        int digits = digits();
        if (digits == 0 || zero && digits > 1) {
            throw malformed("a value expected");
        }
        boolean integer = true;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            integer = false;
            if (digits() == 0) {
                throw malformed("digits expected");
            }
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            integer = false;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponent = digits();
            if (exponent == 0 || exponent > 3) {
                throw malformed("a small exponent expected");
            }
        }
        if (at - from > MAX_NUMBER) {
            throw malformed("a number is too long");
        }
        String number = text.substring(from, at);
        return integer && number.length() <= 18 ? (Object) Long.valueOf(number) : new BigDecimal(number);
    }

    private int digits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    private String string() throws MalformedJsonException {
        expect('"');
        int from = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                String plain = text.substring(from, at);
                at++;
                return plain;
            }
            if (c == '\\') {
                return escaped(from);
            }
            if (c < 0x20) {
                throw malformed("a control character in a string");
            }
            at++;
        }
        throw malformed("a string does not end");
    }

    private String escaped(int from) throws MalformedJsonException {
        StringBuilder out = new StringBuilder().append(text, from, at);
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return paired(out);
            }
            if (c < 0x20) {
                throw malformed("a control character in a string");
            }
            out.append(c == '\\' ? escape() : c);
        }
        throw malformed("a string does not end");
    }

    private char escape() throws MalformedJsonException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw malformed("an unknown escape");
        };
    }

    private char unicode() throws MalformedJsonException {
        if (at + 4 > text.length()) {
            throw malformed("four hexadecimal digits expected");
        }
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            char c = text.charAt(at);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw malformed("four hexadecimal digits expected");
            }
            code = (code << 4) | digit;
        }
        return (char) code;
    }

    private String paired(StringBuilder out) throws MalformedJsonException {
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < out.length() && Character.isLowSurrogate(out.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw malformed("a lone surrogate");
            }
        }
        return out.toString();
    }

    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return;
            }
            at++;
        }
    }

    private char peek() throws MalformedJsonException {
        if (at >= text.length()) {
            throw malformed("unexpected end");
        }
        return text.charAt(at);
    }

    private void expect(char c) throws MalformedJsonException {
        if (peek() != c) {
            throw malformed("'" + c + "' expected");
        }
        at++;
    }

    private MalformedJsonException malformed(String what) {
        return new MalformedJsonException(what + " at " + at, false);
    }
}
