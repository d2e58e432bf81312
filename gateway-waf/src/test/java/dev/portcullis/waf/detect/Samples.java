package dev.portcullis.waf.detect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads samples, one a line, {@code #} lines left out. */
final class Samples {
    private Samples() {}

    /** Our own, beside this class. */
    static List<byte[]> own(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            List<byte[]> samples = new ArrayList<>();
            for (byte[] line : lines(in.readAllBytes())) {
                samples.add(unescape(line));
            }
            return samples;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The lines that are neither blank nor comments, without white space at their ends. */
    static List<byte[]> lines(byte[] content) {
        List<byte[]> lines = new ArrayList<>();
        for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("# ")) {
                lines.add(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return lines;
    }

    static byte[] urlDecode(byte[] line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '%' && i + 2 < line.length && digit(line[i + 1]) >= 0 && digit(line[i + 2]) >= 0) {
                out.write(digit(line[i + 1]) << 4 | digit(line[i + 2]));
                i += 2;
            } else {
                out.write(line[i] == '+' ? ' ' : line[i]);
            }
        }
        return out.toByteArray();
    }

    private static byte[] unescape(byte[] line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < line.length; i++) {
            if (line[i] != '\\') {
                out.write(line[i]);
            } else if (line[i + 1] == 'x') {
                out.write(digit(line[i + 2]) << 4 | digit(line[i + 3]));
                i += 3;
            } else {
                out.write(line[i + 1] == 'n' ? '\n' : line[i + 1]);
                i++;
            }
        }
        return out.toByteArray();
    }

    private static int digit(byte c) {
        return Character.digit(c, 16);
    }

    static String show(byte[] sample) {
        return new String(sample, StandardCharsets.ISO_8859_1);
    }
}
