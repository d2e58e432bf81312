package dev.portcullis.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The blocks of a PEM file (RFC 7468); text between blocks is ignored, as that RFC says. */
final class Pem {
    /** Far above any chain or bundle in use; a larger file is refused rather than read. */
    static final int MAX_FILE = 4 << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private Pem() {}

    /**
     * One block.
     *
     * @param label such as {@code CERTIFICATE}
     * @param der the bytes
     * @param headers whether it has RFC 1421 headers, as OpenSSL's own encryption writes them
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, by whoever asked for the file
    record Block(String label, byte[] der, boolean headers) {
        /** The label alone: the bytes may be a key. */
        @Override
        public String toString() {
            return label;
        }
    }

    static List<Block> read(Path file) throws TlsMaterialException {
        return parse(file, new String(bytes(file), StandardCharsets.ISO_8859_1));
    }

    static byte[] bytes(Path file) throws TlsMaterialException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                throw new TlsMaterialException("tls.file_too_large", file + ": larger than " + MAX_FILE + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new TlsMaterialException(
                    "tls.file_unreadable",
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static List<Block> parse(Path file, String text) throws TlsMaterialException {
        List<Block> blocks = new ArrayList<>();
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd < 0) {
                throw broken(file, "a block's first line does not end");
            }
            String label = text.substring(at + BEGIN.length(), labelEnd);
            String last = END + label + DASHES;
            int end = text.indexOf(last, labelEnd);
            if (end < 0) {
                throw broken(file, "the block " + label + " has no end; the file is cut off");
            }
            blocks.add(block(file, label, text.substring(labelEnd + DASHES.length(), end)));
            at = text.indexOf(BEGIN, end + last.length());
        }
        return blocks;
    }

    private static Block block(Path file, String label, String content) throws TlsMaterialException {
        boolean headers = content.indexOf(':') >= 0;
        int from = headers ? Math.max(content.indexOf("\n\n"), content.indexOf("\r\n\r\n")) : 0;
        try {
            String base64 = headers && from < 0
                    ? ""
                    : content.substring(Math.max(from, 0)).strip();
            return new Block(label, Base64.getMimeDecoder().decode(base64), headers);
        } catch (IllegalArgumentException e) {
            throw broken(file, "the block " + label + " is not base64");
        }
    }

    private static TlsMaterialException broken(Path file, String what) {
        return new TlsMaterialException("tls.pem_broken", file + ": " + what);
    }
}
