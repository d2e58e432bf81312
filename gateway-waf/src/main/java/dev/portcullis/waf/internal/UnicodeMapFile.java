package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.Directive;
import dev.portcullis.waf.seclang.SyntaxException;
import dev.portcullis.waf.transform.UnicodeMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;

/** The table that {@code %uXXXX} is decoded with: {@code SecUnicodeMapFile FILE CODEPAGE}. */
final class UnicodeMapFile {
    private static final String ASCII_PAGE = "20127";

    private UnicodeMapFile() {}

    static UnicodeMap read(Directive directive, Findings findings) throws SyntaxException {
        if (directive.arguments().size() != 2) {
            throw new SyntaxException("SecUnicodeMapFile takes a file and a code page");
        }
        String name = directive.arguments().get(0);
        String page = directive.arguments().get(1);
        Path file = RuleFiles.resolve(directive.position(), name);
        if (!Files.exists(file) && page.equals(ASCII_PAGE)) {
            findings.notice(
                    directive.position(),
                    directive.name(),
                    "there is no file " + file + ", so %uXXXX is decoded to the ASCII character that Unicode relates it"
                            + " to");
            return UnicodeMap.of(related());
        }
        try {
            short[] table = table(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1), page);
            if (table.length == 0) {
                throw new SyntaxException("the code page " + page + " is not in " + file);
            }
            return UnicodeMap.of(table);
        } catch (IOException | NumberFormatException e) {
            throw new SyntaxException("the Unicode map " + file + " cannot be read: " + e);
        }
    }

    /** The line after the one that begins with the code page: pairs {@code hex:hex}. */
    private static short[] table(String text, String page) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i + 1 < lines.length; i++) {
            String line = lines[i].strip();
            if (line.equals(page) || line.startsWith(page + " ")) {
                return pairs(lines[i + 1]);
            }
        }
        return new short[0];
    }

    private static short[] pairs(String line) {
        short[] table = empty();
        for (String pair : line.strip().split(" +", -1)) {
            int colon = pair.indexOf(':');
            if (colon > 0) {
                int from = Integer.parseInt(pair.substring(0, colon), 16);
                table[from & 0xffff] = (short) (Integer.parseInt(pair.substring(colon + 1), 16) & 0xff);
            }
        }
        return table;
    }

    /** What compatibility decomposition (Unicode, annex 15) makes of each character, where that begins with ASCII. */
    private static short[] related() {
        short[] table = empty();
        for (int point = 0x80; point < table.length; point++) {
            if (!Character.isSurrogate((char) point)) {
                String form = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD);
                if (form.charAt(0) < 0x80) {
                    table[point] = (short) form.charAt(0);
                }
            }
        }
        return table;
    }

    private static short[] empty() {
        short[] table = new short[0x10000];
        Arrays.fill(table, (short) -1);
        return table;
    }
}
