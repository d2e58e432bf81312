package dev.portcullis.waf.builtin;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts that a class file holds as constants: compiled resource bundles are such files. */
final class ConstantPool {
    private ConstantPool() {}

    static List<String> texts(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        in.skipBytes(8);
        int count = in.readUnsignedShort();
        Map<Integer, String> names = new HashMap<>();
        List<Integer> texts = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> names.put(i, in.readUTF());
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
                case 5, 6 -> {
                    in.skipBytes(8);
                    i++;
                }
                case 7, 16, 19, 20 -> in.skipBytes(2);
                case 8 -> texts.add(in.readUnsignedShort());
                case 15 -> in.skipBytes(3);
                default -> throw new IOException("constant of an unknown kind: " + tag);
            }
        }
        return texts.stream().map(names::get).toList();
    }
}
