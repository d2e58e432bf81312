package dev.portcullis.gateway.internal;

import org.jspecify.annotations.Nullable;

/** What one request target says (RFC 9112, section 3.2): its path and query, and in some forms its scheme and authority. */
final class TargetReading {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    private final PathReader paths;
    private String path = "";
    private @Nullable String query;
    private @Nullable Authority authority;
    private @Nullable String scheme;

    TargetReading(PathReader paths) {
        this.paths = paths;
    }

    /** The canonical path; {@code *} and the empty string where the target has none. */
    String path() {
        return path;
    }

    /** What follows the question mark, or {@code null}. */
    @Nullable
    String query() {
        return query;
    }

    /** The authority, where the target has one. */
    @Nullable
    Authority authority() {
        return authority;
    }

    /** The scheme, where the target has one. */
    @Nullable
    String scheme() {
        return scheme;
    }

    /**
     * Where the path ends of a target that is a path and perhaps a query, both of them as they have to be; -1 for a target
     * that has to be read.
     */
    static int plainPath(String method, String target) {
        int question = target.indexOf('?');
        int end = question < 0 ? target.length() : question;
        if (!PathReader.isPlain(target, 0, end) || method.equals("CONNECT")) {
            return -1;
        }
        return question < 0 || queryRefusal(target, question + 1) == null ? end : -1;
    }

    @Nullable
    HeadRefusal read(String method, String target, boolean http1) {
        if (target.isEmpty()) {
            return HeadRefusal.TARGET_FORM;
        }
        boolean connect = method.equals("CONNECT");
        if (target.charAt(0) == '/') {
            // HTTP/2 has a CONNECT with a path (RFC 8441), HTTP/1 has none
            return connect && http1 ? HeadRefusal.TARGET_FORM : pathAndQuery(target, 0);
        }
        if (connect) {
            return authority(target);
        }
        if (target.equals("*")) {
            path = target;
            return method.equals("OPTIONS") ? null : HeadRefusal.TARGET_FORM;
        }
        return http1 ? absolute(method, target) : HeadRefusal.TARGET_FORM;
    }

    private @Nullable HeadRefusal authority(String target) {
        Authority read = Authority.read(target, 0, target.length());
        authority = read;
        return read.refusal() == null && read.port() < 0 ? HeadRefusal.HOST_PORT : read.refusal();
    }

    private @Nullable HeadRefusal absolute(String method, String target) {
        int from;
        if (target.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
            scheme = "http";
            from = HTTP.length();
        } else if (target.regionMatches(true, 0, HTTPS, 0, HTTPS.length())) {
            scheme = "https";
            from = HTTPS.length();
        } else {
            return target.contains("://") ? HeadRefusal.TARGET_SCHEME : HeadRefusal.TARGET_FORM;
        }
        int to = from;
        while (to < target.length() && "/?#".indexOf(target.charAt(to)) < 0) {
            to++;
        }
        Authority read = Authority.read(target, from, to);
        authority = read;
        if (read.refusal() != null) {
            return read.refusal();
        }
        if (to < target.length() && target.charAt(to) == '/') {
            return pathAndQuery(target, to);
        }
        // without a path it is that of the root, and for OPTIONS the server itself (RFC 9112, section 3.2.4)
        boolean bare = to == target.length();
        path = bare && method.equals("OPTIONS") ? "*" : "/";
        return bare ? null : queryOrFragment(target, to);
    }

    private @Nullable HeadRefusal pathAndQuery(String target, int from) {
        int question = target.indexOf('?', from);
        int to = question < 0 ? target.length() : question;
        if (PathReader.isPlain(target, from, to)) {
            path = target.substring(from, to);
        } else {
            PathReader.Reading reading = paths.read(target, from, to);
            if (reading instanceof PathReader.Refused refused) {
                return refused.refusal();
            }
            path = ((PathReader.Path) reading).text();
        }
        return question < 0 ? null : queryOrFragment(target, question);
    }

    private @Nullable HeadRefusal queryOrFragment(String target, int at) {
        if (target.charAt(at) == '#') {
            return HeadRefusal.TARGET_FRAGMENT;
        }
        HeadRefusal refusal = queryRefusal(target, at + 1);
        if (refusal == null) {
            query = target.substring(at + 1);
        }
        return refusal;
    }

    private static @Nullable HeadRefusal queryRefusal(String target, int from) {
        for (int i = from; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7F) {
                return HeadRefusal.QUERY_CONTROL;
            }
            if (c >= 0x80) {
                return HeadRefusal.QUERY_NON_ASCII;
            }
            if (c == '#') {
                return HeadRefusal.TARGET_FRAGMENT;
            }
        }
        return null;
    }
}
