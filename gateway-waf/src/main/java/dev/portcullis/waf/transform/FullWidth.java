package dev.portcullis.waf.transform;

/**
 * How an escape for a code point of up to 16 bits becomes one byte: the low eight bits, but the full-width forms U+FF01 to
 * U+FF5E become the ASCII characters that they are copies of, since servers with a best-fit mapping take them so.
 */
final class FullWidth {
    private FullWidth() {}

    static byte fold(int codePoint) {
        int low = codePoint & 0xFF;
        return (byte) (codePoint >> 8 == 0xFF && low > 0 && low < 0x5F ? low + 0x20 : low);
    }
}
