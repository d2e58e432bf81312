package dev.portcullis.waf.body;

import dev.portcullis.waf.transform.Transformation;
import dev.portcullis.waf.transform.Transformations;
import dev.portcullis.waf.transform.UnicodeMap;

/**
 * {@code URLENCODED}: the form of HTML. A name ends at the first {@code =}, both sides are decoded once, and what is no
 * valid escape stays as it is and is a mistake. An empty stretch between two separators is no argument.
 */
final class UrlEncodedBody implements BodyProcessor {
    private static final Transformation DECODE =
            Transformations.named("urlDecode", UnicodeMap.NONE).orElseThrow();

    @Override
    public void process(byte[] body, int from, int to, BodyInput input, BodySink sink) {
        SliceBuffer buffer = new SliceBuffer();
        byte separator = input.argumentSeparator();
        boolean valid = true;
        boolean wanted = true;
        int i = from;
        while (i < to && wanted) {
            int start = i;
            int equals = -1;
            boolean plain = true;
            while (i < to && body[i] != separator) {
                if (body[i] == '%') {
                    valid &= isEscape(body, i, to, input.partial());
                    plain = false;
                } else if (body[i] == '+') {
                    plain = false;
                } else if (equals < 0 && body[i] == '=') {
                    equals = i;
                }
                i++;
            }
            int nameTo = equals < 0 ? i : equals;
            if (plain && i > start) {
                wanted = sink.argument(body, start, nameTo, body, Math.min(i, nameTo + 1), i);
            } else {
                wanted = i == start || argument(body, start, nameTo, i, buffer, sink);
            }
            i++;
        }
        if (!valid) {
            sink.error("an invalid percent escape in a form");
        }
    }

    private static boolean isEscape(byte[] body, int at, int to, boolean partial) {
        for (int i = at + 1; i <= at + 2; i++) {
            if (i >= to) {
                return partial;
            }
            if (Character.digit(body[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean argument(byte[] body, int from, int nameTo, int to, SliceBuffer buffer, BodySink sink) {
        buffer.reserve(to - from);
        byte[] fresh = buffer.array;
        int nameStart = buffer.end;
        int nameEnd = DECODE.apply(body, from, nameTo, fresh, nameStart);
        boolean plainName = nameEnd == Transformation.UNCHANGED;
        int valueFrom = Math.min(to, nameTo + 1);
        int valueStart = plainName ? nameStart : nameEnd;
        int valueEnd = DECODE.apply(body, valueFrom, to, fresh, valueStart);
        boolean plainValue = valueEnd == Transformation.UNCHANGED;
        buffer.end = plainValue ? valueStart : valueEnd;
        return sink.argument(
                plainName ? body : fresh,
                plainName ? from : nameStart,
                plainName ? nameTo : nameEnd,
                plainValue ? body : fresh,
                plainValue ? valueFrom : valueStart,
                plainValue ? to : valueEnd);
    }
}
