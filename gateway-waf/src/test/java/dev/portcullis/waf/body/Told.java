package dev.portcullis.waf.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Runs a processor and remembers what it told; texts stand for one byte a character. */
final class Told implements BodySink {
    private record Slice(String text, Object array, int from, int to) {}

    final List<String> arguments = new ArrayList<>();
    final List<String> files = new ArrayList<>();
    final List<String> headers = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    final List<String> attributes = new ArrayList<>();
    final Set<MultipartFlag> flags = EnumSet.noneOf(MultipartFlag.class);
    final List<String> errors = new ArrayList<>();
    private final List<Slice> slices = new ArrayList<>();
    private final int most;
    long bytes;

    private Told(int most) {
        this.most = most;
    }

    static Told by(String processor, BodyInput input, String body) {
        return by(processor, input, body, Integer.MAX_VALUE);
    }

    static Told by(String processor, BodyInput input, String body, int mostArguments) {
        return by(processor, input, body.getBytes(StandardCharsets.ISO_8859_1), mostArguments);
    }

    static Told by(String processor, BodyInput input, byte[] body, int mostArguments) {
        Told told = new Told(mostArguments);
        // What lies around the body must not matter.
        byte[] in = new byte[body.length + 8];
        Arrays.fill(in, (byte) '-');
        System.arraycopy(body, 0, in, 4, body.length);
        byte[] before = in.clone();
        BodyProcessor.named(processor).orElseThrow().process(in, 4, 4 + body.length, input, told);
        if (!Arrays.equals(in, before)) {
            throw new AssertionError("the body was changed");
        }
        for (Slice slice : told.slices) {
            if (!slice.text.equals(latin((byte[]) slice.array, slice.from, slice.to))) {
                throw new AssertionError("a slice was overwritten: " + slice.text);
            }
        }
        return told;
    }

    private static String latin(byte[] array, int from, int to) {
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String keep(byte[] array, int from, int to) {
        String text = latin(array, from, to);
        slices.add(new Slice(text, array, from, to));
        bytes += to - from;
        return text;
    }

    @Override
    public boolean argument(byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo) {
        arguments.add(keep(name, nameFrom, nameTo) + "=" + keep(value, valueFrom, valueTo));
        return arguments.size() < most;
    }

    @Override
    public void file(
            byte[] name,
            int nameFrom,
            int nameTo,
            byte[] fileName,
            int fileNameFrom,
            int fileNameTo,
            byte[] content,
            int contentFrom,
            int contentTo) {
        files.add(keep(name, nameFrom, nameTo) + "=" + keep(fileName, fileNameFrom, fileNameTo) + ":"
                + keep(content, contentFrom, contentTo));
    }

    @Override
    public void partHeader(byte[] part, int partFrom, int partTo, byte[] line, int lineFrom, int lineTo) {
        headers.add(keep(part, partFrom, partTo) + "|" + keep(line, lineFrom, lineTo));
    }

    @Override
    public void flag(MultipartFlag flag) {
        flags.add(flag);
    }

    @Override
    public void xmlText(byte[] text, int from, int to) {
        texts.add(keep(text, from, to));
    }

    @Override
    public void xmlAttribute(byte[] value, int from, int to) {
        attributes.add(keep(value, from, to));
    }

    @Override
    public void error(String message) {
        errors.add(message);
    }
}
