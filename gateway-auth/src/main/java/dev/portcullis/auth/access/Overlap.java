package dev.portcullis.auth.access;

/** Whether two path templates have a path in common. */
final class Overlap {
    private Overlap() {}

    static boolean between(String one, String other) {
        boolean oneOpen = one.endsWith("/**");
        boolean otherOpen = other.endsWith("/**");
        String[] a = segments(one, oneOpen);
        String[] b = segments(other, otherOpen);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (!a[i].startsWith("{") && !b[i].startsWith("{") && !a[i].equals(b[i])) {
                return false;
            }
        }
        return a.length == b.length || (a.length < b.length ? oneOpen : otherOpen);
    }

    private static String[] segments(String template, boolean open) {
        String path = open ? template.substring(0, template.length() - 3) : template;
        return path.isEmpty() ? new String[0] : path.substring(1).split("/", -1);
    }
}
