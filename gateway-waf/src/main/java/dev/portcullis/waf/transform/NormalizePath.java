package dev.portcullis.waf.transform;

import java.util.Arrays;

/**
 * {@code normalizePath} and {@code normalizePathWin}: no empty segments, no {@code .}, and {@code ..} takes the segment
 * before it away. A relative path keeps the {@code ..} that lead out of it, an absolute one drops them. A slash at the end
 * stays. In the Windows form a backslash is a slash.
 */
final class NormalizePath implements Transformation {
    private final boolean windows;
    private final ByteSet triggers;

    NormalizePath(boolean windows) {
        this.windows = windows;
        this.triggers = ByteSet.of(windows ? "./\\" : "./");
    }

    @Override
    public ByteSet triggers() {
        return triggers;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        if (isNormal(in, from, to)) {
            return UNCHANGED;
        }
        boolean absolute = isSlash(in[from]);
        int root = at;
        if (absolute) {
            out[root++] = '/';
        }
        int end = root;
        // Below the floor are only ".." that lead out of a relative path.
        int floor = root;
        int i = from;
        while (i < to) {
            while (i < to && isSlash(in[i])) {
                i++;
            }
            int start = i;
            while (i < to && !isSlash(in[i])) {
                i++;
            }
            boolean back = i - start == 2 && in[start] == '.' && in[start + 1] == '.';
            if (i == start || i - start == 1 && in[start] == '.' || back && absolute && end == floor) {
                continue;
            }
            if (back && end > floor) {
                do {
                    end--;
                } while (end > floor && out[end] != '/');
                continue;
            }
            if (end > root) {
                out[end++] = '/';
            }
            System.arraycopy(in, start, out, end, i - start);
            end += i - start;
            if (back) {
                floor = end;
            }
        }
        if (end > root && isSlash(in[to - 1])) {
            out[end++] = '/';
        }
        return Arrays.equals(in, from, to, out, at, end) ? UNCHANGED : end;
    }

    /** Whether no segment starts with a dot, none is empty, and no backslash is to be turned. */
    private boolean isNormal(byte[] in, int from, int to) {
        boolean segmentStart = true;
        for (int i = from; i < to; i++) {
            byte c = in[i];
            if (c == '/') {
                if (segmentStart && i > from) {
                    return false;
                }
                segmentStart = true;
            } else if (c == '.' && segmentStart || windows && c == '\\') {
                return false;
            } else {
                segmentStart = false;
            }
        }
        return true;
    }

    private boolean isSlash(byte c) {
        return c == '/' || windows && c == '\\';
    }
}
