package dev.portcullis.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The blocks of a PEM file (RFC 7468); text between blocks is ignored, as that RFC says. */
final class Pem {
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

    static List<Block> read(TlsFile file) throws TlsMaterialException {
        return parse(file, new String(file.content(), StandardCharsets.ISO_8859_1));
    }

    private static List<Block> parse(TlsFile file, String text) throws TlsMaterialException {
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

    private static Block block(TlsFile file, String label, String content) throws TlsMaterialException {
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

    private static TlsMaterialException broken(TlsFile file, String what) {
        return new TlsMaterialException("tls.pem_broken", file + ": " + what);
    }
}
