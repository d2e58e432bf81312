package dev.portcullis.waf;

/** Names of values come from clients: they are cut and escaped before they go into a line that people read. */
final class PrintableName {
    private static final int LONGEST = 100;
    private static final String HEX = "0123456789abcdef";

    private PrintableName() {}

    static void append(StringBuilder line, String name) {
        for (int i = 0; i < Math.min(name.length(), LONGEST); i++) {
            char c = name.charAt(i);
            if (c > ' ' && c < 0x7f && c != '"' && c != '\\') {
                line.append(c);
            } else {
                line.append("\\x").append(HEX.charAt((c >> 4) & 15)).append(HEX.charAt(c & 15));
            }
        }
        if (name.length() > LONGEST) {
            line.append("...");
        }
    }
}
