package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Makes texts that a pattern matches or nearly matches: random ways through its tree, cut, joined and mutated. */
final class InputGenerator {
    private static final byte[] TELLING =
            "\n\r\u0085\u00e2\u0000\u000b \t_a0Z'\"();=<>$.,-/\\|&`{}[]".getBytes(ISO_8859_1);
    private static final int MAX_LENGTH = 400;

    private final Random random;
    private final Node root;
    private final byte[] literals;

    InputGenerator(String latin1, Random random) {
        this.random = random;
        this.root = Parser.parse(
                        latin1.getBytes(ISO_8859_1), java.util.List.of(PatternFlag.DOTALL, PatternFlag.MULTILINE))
                .root();
        this.literals = latin1.isEmpty() ? new byte[] {'a'} : latin1.getBytes(ISO_8859_1);
    }

    byte[] next() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (random.nextInt(8)) {
            case 0 -> noise(out, random.nextInt(24));
            case 1 -> {
                // Bytes of the pattern's own text.
                int length = random.nextInt(30);
                for (int i = 0; i < length; i++) {
                    out.write(literals[random.nextInt(literals.length)]);
                }
            }
            case 2 -> {
                noise(out, random.nextInt(6));
                walk(root, out);
                noise(out, random.nextInt(6));
            }
            case 3 -> {
                walk(root, out);
                walk(root, out);
            }
            default -> walk(root, out);
        }
        byte[] text = out.toByteArray();
        for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
            text = mutated(text);
        }
        return text;
    }

    private void noise(ByteArrayOutputStream out, int length) {
        for (int i = 0; i < length; i++) {
            out.write(random.nextInt(3) == 0 ? random.nextInt(256) : TELLING[random.nextInt(TELLING.length)]);
        }
    }

    private byte[] mutated(byte[] text) {
        int at = random.nextInt(text.length + 1);
        byte b = random.nextBoolean()
                ? TELLING[random.nextInt(TELLING.length)]
                : literals[random.nextInt(literals.length)];
        switch (random.nextInt(4)) {
            case 0 -> {
                byte[] longer = Arrays.copyOf(text, text.length + 1);
                System.arraycopy(text, at, longer, at + 1, text.length - at);
                longer[at] = b;
                return longer;
            }
            case 1 -> {
                if (at == text.length) {
                    return text;
                }
                byte[] shorter = Arrays.copyOf(text, text.length - 1);
                System.arraycopy(text, at + 1, shorter, at, text.length - at - 1);
                return shorter;
            }
            case 2 -> {
                return random.nextBoolean() ? Arrays.copyOf(text, at) : Arrays.copyOfRange(text, at, text.length);
            }
            default -> {
                if (at < text.length) {
                    // Mostly the other case of a letter, else another byte.
                    text[at] = Character.isLetter(text[at]) && random.nextBoolean() ? (byte) (text[at] ^ 0x20) : b;
                }
                return text;
            }
        }
    }

    private void walk(Node node, ByteArrayOutputStream out) {
        if (out.size() > MAX_LENGTH) {
            return;
        }
        if (node instanceof Node.Bytes b) {
            out.write(anyOf(b.set()));
        } else if (node instanceof Node.Sequence s) {
            s.items().forEach(i -> walk(i, out));
        } else if (node instanceof Node.Choice c) {
            walk(c.branches().get(random.nextInt(c.branches().size())), out);
        } else if (node instanceof Node.Capture c) {
            walk(c.body(), out);
        } else if (node instanceof Node.Atomic a) {
            walk(a.body(), out);
        } else if (node instanceof Node.Repeat r) {
            int spread = Math.min(r.max() - r.min(), random.nextInt(20) == 0 ? 12 : 3);
            int turns = r.min() + (spread == 0 ? 0 : random.nextInt(spread + 1));
            for (int i = 0; i < turns && out.size() <= MAX_LENGTH; i++) {
                walk(r.body(), out);
            }
        } else if (node instanceof Node.Ahead a && random.nextInt(4) == 0) {
            out.write(anyOf(a.set()));
        } else if (node instanceof Node.At at && random.nextInt(3) == 0) {
            out.write(at.anchor() == Anchor.WORD_BOUNDARY ? ' ' : '\n');
        }
    }

    private int anyOf(ByteSet set) {
        if (set.isEmpty()) {
            return 0;
        }
        for (int tries = 0; tries < 4; tries++) {
            int telling = TELLING[random.nextInt(TELLING.length)] & 0xFF;
            if (set.contains(telling)) {
                return telling;
            }
        }
        int v = random.nextInt(256);
        while (!set.contains(v)) {
            v = (v + 1) & 0xFF;
        }
        return v;
    }
}
