package dev.portcullis.gateway.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How servers, frameworks and file systems are known to read paths, each in its own order and with its own mistakes. */
final class NaiveReaders {
    private NaiveReaders() {}

    /** Readers of a path as it comes. */
    static Map<String, UnaryOperator<String>> ofRawPaths() {
        UnaryOperator<String> decode = NaiveReaders::decode;
        Map<String, UnaryOperator<String>> readers = new LinkedHashMap<>();
        readers.put("decode", decode);
        readers.put("decode, resolve", path -> resolve(decode(path)));
        readers.put("resolve, decode", path -> decode(resolve(path)));
        readers.put("strip, decode, resolve", path -> resolve(decode(strip(path))));
        readers.put("decode, strip, resolve", path -> resolve(strip(decode(path))));
        readers.put("decode, fold, resolve", path -> resolve(fold(decode(path))));
        readers.put("fold, strip, decode, merge, resolve", path -> resolve(merge(decode(strip(fold(path))))));
        readers.put(
                "decode for ever, fold, strip, merge, resolve", path -> resolve(merge(strip(fold(decodeAll(path))))));
        readers.put("overlong decode, cut at NUL", path -> cut(decodeOverlong(path)));
        return readers;
    }

    /** Readers of a path that has been decoded once. */
    static Map<String, UnaryOperator<String>> ofDecodedPaths() {
        Map<String, UnaryOperator<String>> readers = new LinkedHashMap<>();
        readers.put("decode again", NaiveReaders::decode);
        readers.put("decode for ever", NaiveReaders::decodeAll);
        readers.put("fold", NaiveReaders::fold);
        readers.put("strip", NaiveReaders::strip);
        readers.put("merge", NaiveReaders::merge);
        readers.put("resolve", NaiveReaders::resolve);
        readers.put("URI.normalize", NaiveReaders::normalize);
        readers.put("all", path -> resolve(merge(strip(fold(decodeAll(path))))));
        readers.put("cut", NaiveReaders::cut);
        return readers;
    }

    private static String normalize(String path) {
        try {
            return new URI("http", "h", path, null).normalize().getPath();
        } catch (URISyntaxException e) {
            return "not a URI: " + e.getMessage();
        }
    }

    private static String decodeAll(String path) {
        String now = path;
        for (String next = decode(now); !next.equals(now); next = decode(now)) {
            now = next;
        }
        return now;
    }

    /** Decodes what can be decoded, %uXXXX too, and leaves the rest. */
    private static String decode(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String path) {
        var out = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%'
                    && i + 5 < path.length()
                    && (path.charAt(i + 1) | 0x20) == 'u'
                    && digits(path, i + 2, 4) >= 0) {
                out.writeBytes(Character.toString((char) digits(path, i + 2, 4)).getBytes(StandardCharsets.UTF_8));
                i += 5;
            } else if (c == '%' && i + 2 < path.length() && digits(path, i + 1, 2) >= 0) {
                out.write(digits(path, i + 1, 2));
                i += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < path.length()) {
                out.writeBytes(path.substring(i, i + 2).getBytes(StandardCharsets.UTF_8));
                i++;
            } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    /** Decodes UTF-8 without looking whether it is the shortest form. */
    private static String decodeOverlong(String path) {
        byte[] in = bytes(path);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < in.length; i++) {
            int b = in[i] & 0xFF;
            int more = b >= 0xF0 ? 3 : b >= 0xE0 ? 2 : b >= 0xC0 ? 1 : 0;
            int point = more == 0 ? b : b & (0x3F >> more);
            for (; more > 0 && i + 1 < in.length; more--) {
                point = point << 6 | (in[++i] & 0x3F);
            }
            out.appendCodePoint(Math.min(point, Character.MAX_CODE_POINT));
        }
        return out.toString();
    }

    private static int digits(String path, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = path.charAt(i) < 0x80 ? Character.digit(path.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private static String fold(String path) {
        return path.replace('\\', '/');
    }

    private static String strip(String path) {
        return path.replaceAll(";[^/]*", "");
    }

    private static String merge(String path) {
        return path.replaceAll("/{2,}", "/");
    }

    private static String cut(String path) {
        int nul = path.indexOf('\0');
        return nul < 0 ? path : path.substring(0, nul);
    }

    /** RFC 3986, section 5.2.4. */
    static String resolve(String path) {
        java.util.ArrayList<String> kept = new java.util.ArrayList<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            switch (segments[i]) {
                case "." -> {
                    if (last) {
                        kept.add("");
                    }
                }
                case ".." -> {
                    if (!kept.isEmpty()) {
                        kept.remove(kept.size() - 1);
                    }
                    if (last) {
                        kept.add("");
                    }
                }
                default -> kept.add(segments[i]);
            }
        }
        return "/" + String.join("/", kept);
    }
}
