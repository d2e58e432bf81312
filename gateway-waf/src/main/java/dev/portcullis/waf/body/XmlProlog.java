package dev.portcullis.waf.body;

/**
 * What comes before the root element of an XML document. The document type declaration there is blanked out before the
 * platform's reader sees it, so that nothing of that machinery ever runs.
 */
final class XmlProlog {
    private final char[] text;
    private final int to;
    private int i;
    private boolean hasType;
    private boolean open;

    private XmlProlog(char[] text, int from, int to) {
        this.text = text;
        this.to = to;
        this.i = from;
    }

    /** Blanks the document type declarations of {@code text[from, to)}. */
    static XmlProlog blankTypes(char[] text, int from, int to) {
        XmlProlog prolog = new XmlProlog(text, from, to);
        prolog.run();
        return prolog;
    }

    /** Whether there was a document type declaration. */
    boolean hasType() {
        return hasType;
    }

    /** Whether it does not end. All that follows it is then blank. */
    boolean isOpen() {
        return open;
    }

    private void run() {
        while (i < to) {
            if (Character.isWhitespace(text[i])) {
                i++;
            } else if (is("<!--")) {
                skipTo("-->");
            } else if (is("<?")) {
                skipTo("?>");
            } else if (is("<!DOCTYPE")) {
                int start = i;
                hasType = true;
                open = !skipType();
                for (int k = start; k < i; k++) {
                    if (text[k] != '\n') {
                        text[k] = ' ';
                    }
                }
            } else {
                return;
            }
        }
    }

    /** Whether the declaration ends. */
    private boolean skipType() {
        boolean subset = false;
        while (i < to) {
            char c = text[i];
            if (c == '"' || c == '\'') {
                i++;
                while (i < to && text[i] != c) {
                    i++;
                }
                i++;
            } else if (is("<!--")) {
                skipTo("-->");
            } else if (is("<?")) {
                skipTo("?>");
            } else if (c == '>' && !subset) {
                i++;
                return true;
            } else {
                subset = c == '[' || subset && c != ']';
                i++;
            }
        }
        i = to;
        return false;
    }

    private void skipTo(String end) {
        while (i < to && !is(end)) {
            i++;
        }
        i = Math.min(to, i + end.length());
    }

    private boolean is(String mark) {
        if (to - i < mark.length()) {
            return false;
        }
        for (int k = 0; k < mark.length(); k++) {
            if (text[i + k] != mark.charAt(k)) {
                return false;
            }
        }
        return true;
    }
}
