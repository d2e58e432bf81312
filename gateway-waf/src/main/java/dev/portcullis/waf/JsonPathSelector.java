package dev.portcullis.waf;

/** Says which arguments a path into a JSON body means; the body's reader names them {@code json.items.array_0.note}. */
final class JsonPathSelector {
    private static final String SPECIAL = "\\^$.|?*+()[]{}/-";

    private JsonPathSelector() {}

    /** A pattern that the names of these arguments match as a whole. */
    static String pattern(String path) {
        if (!path.startsWith("$") || path.length() < 2) {
            throw misread(path);
        }
        StringBuilder pattern = new StringBuilder("^json");
        int at = 1;
        while (at < path.length()) {
            char c = path.charAt(at);
            int end;
            if (c == '.') {
                end = nameEnd(path, at + 1);
                pattern.append("\\.");
                key(pattern, path.substring(at + 1, end), path);
            } else if (c == '[') {
                end = path.indexOf(']', at) + 1;
                if (end == 0) {
                    throw misread(path);
                }
                pattern.append("\\.array_");
                element(pattern, path.substring(at + 1, end - 1), path);
            } else {
                throw misread(path);
            }
            at = end;
        }
        return pattern.append('$').toString();
    }

    private static int nameEnd(String path, int from) {
        int at = from;
        while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
            at++;
        }
        return at;
    }

    private static void key(StringBuilder pattern, String name, String path) {
        if (name.isEmpty()) {
            throw misread(path);
        }
        if (name.equals("*")) {
            pattern.append("[^.]+");
            return;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (SPECIAL.indexOf(c) >= 0) {
                pattern.append('\\');
            }
            pattern.append(c);
        }
    }

    private static void element(StringBuilder pattern, String index, String path) {
        if (index.equals("*")) {
            pattern.append("[0-9]+");
        } else if (!index.isEmpty() && index.chars().allMatch(c -> c >= '0' && c <= '9')) {
            pattern.append(index);
        } else {
            throw misread(path);
        }
    }

    private static IllegalArgumentException misread(String path) {
        return new IllegalArgumentException(
                "a path into JSON reads like $.user.bio or $.items[*].note, not \"" + path + "\"");
    }
}
