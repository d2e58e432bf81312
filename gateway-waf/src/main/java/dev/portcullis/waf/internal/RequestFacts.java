package dev.portcullis.waf.internal;

import dev.portcullis.waf.body.BodyInput;
import dev.portcullis.waf.body.BodyProcessor;
import java.util.Arrays;
import java.util.Base64;

/** Fills the variables that the head of a request stands for. */
public final class RequestFacts {
    private static final byte[] COOKIE = Ascii.bytes("cookie");
    private static final byte[] HOST = Ascii.bytes("host");
    private static final byte[] AUTHORIZATION = Ascii.bytes("authorization");
    private static final byte[] CONTENT_TYPE = Ascii.bytes("content-type");
    private static final byte[] HTTP_0_9 = Ascii.bytes("HTTP/0.9");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";

    private final Execution execution;
    private final Values values;

    /** Fills the variables of this transaction. */
    public RequestFacts(Execution execution) {
        this.execution = execution;
        this.values = execution.values();
    }

    /** The two ends of the connection; an unknown address is empty, an unknown port 0. */
    public void connection(String client, int clientPort, String server, int serverPort) {
        Text address = Text.of(client);
        values.set(Variable.REMOTE_ADDR, address);
        values.set(Variable.REMOTE_HOST, address);
        values.set(Variable.REMOTE_PORT, clientPort);
        values.set(Variable.SERVER_ADDR, Text.of(server));
        values.set(Variable.SERVER_PORT, serverPort);
    }

    /** The request line; without a protocol it is that of HTTP/0.9. */
    public void line(byte[] method, byte[] target, byte[] version) {
        byte[] protocol = version.length == 0 ? HTTP_0_9 : version;
        int start = method.length + 1;
        int end = start + target.length;
        byte[] line = Arrays.copyOf(method, end + 1 + protocol.length);
        line[start - 1] = ' ';
        System.arraycopy(target, 0, line, start, target.length);
        line[end] = ' ';
        System.arraycopy(protocol, 0, line, end + 1, protocol.length);
        values.set(Variable.REQUEST_LINE, Text.of(line));
        values.set(Variable.REQUEST_METHOD, Text.of(method));
        values.set(Variable.REQUEST_PROTOCOL, Text.of(protocol));
        values.set(Variable.REQUEST_URI_RAW, new Text(line, start, end));
        start = afterAuthority(line, start, end);
        values.set(Variable.REQUEST_URI, new Text(line, start, end));
        int question = indexOf(line, start, end, '?');
        int pathEnd = question < 0 ? end : question;
        Text query = question < 0 ? Text.EMPTY : new Text(line, question + 1, end);
        values.set(Variable.QUERY_STRING, query);
        Text path = decoded(new Text(line, start, pathEnd));
        values.set(Variable.REQUEST_FILENAME, path);
        values.set(Variable.PATH_INFO, path);
        values.set(Variable.REQUEST_BASENAME, afterLastSlash(path));
        values.set(Variable.WEBAPPID, Text.of(execution.settings().webAppId()));
        values.set(Variable.REQBODY_ERROR_MSG, Text.EMPTY);
        values.set(Variable.REQBODY_PROCESSOR_ERROR_MSG, Text.EMPTY);
        arguments(query);
    }

    private void arguments(Text query) {
        if (query.length() > 0) {
            BodyInput input = BodyFacts.input(execution.settings(), FORM, false);
            ArgumentSink sink = new ArgumentSink(execution, Variable.ARGS_GET);
            BodyProcessor.named("URLENCODED")
                    .ifPresent(form -> form.process(query.bytes, query.from, query.to, input, sink));
        }
    }

    /** A parameter that the host found in the path of the request, decoded. */
    public void pathArgument(byte[] name, byte[] value) {
        values.add(Variable.ARGS_PATH, Text.of(name), value, 0, value.length);
    }

    /** One header line. */
    public void header(byte[] nameBytes, byte[] value) {
        Text name = Text.of(nameBytes);
        values.add(Variable.REQUEST_HEADERS, name, value, 0, value.length);
        switch (nameBytes.length) {
            case 4 -> {
                if (is(nameBytes, HOST)) {
                    values.set(Variable.SERVER_NAME, withoutPort(value));
                }
            }
            case 6 -> {
                if (is(nameBytes, COOKIE)) {
                    cookies(value);
                }
            }
            case 12 -> {
                if (is(nameBytes, CONTENT_TYPE)) {
                    contentType(value);
                }
            }
            case 13 -> {
                if (is(nameBytes, AUTHORIZATION)) {
                    authorization(value);
                }
            }
            default -> {}
        }
    }

    private static boolean is(byte[] name, byte[] lower) {
        return Ascii.equalsLower(name, 0, name.length, lower);
    }

    private void contentType(byte[] value) {
        if (startsWith(value, FORM)) {
            execution.switches().processor("URLENCODED");
        } else if (startsWith(value, MULTIPART)) {
            execution.switches().processor("MULTIPART");
        }
    }

    private static boolean startsWith(byte[] value, String lower) {
        return value.length >= lower.length() && Ascii.equalsLower(value, 0, lower.length(), Ascii.bytes(lower));
    }

    private void authorization(byte[] value) {
        int blank = indexOf(value, 0, value.length, ' ');
        int end = blank < 0 ? value.length : blank;
        values.set(Variable.AUTH_TYPE, new Text(value, 0, end));
        if (Ascii.equalsLower(value, 0, end, BASIC) && blank > 0) {
            try {
                byte[] pair = Base64.getDecoder()
                        .decode(Ascii.text(value, blank + 1, value.length).strip());
                int colon = indexOf(pair, 0, pair.length, ':');
                values.set(Variable.REMOTE_USER, new Text(pair, 0, colon < 0 ? pair.length : colon));
            } catch (IllegalArgumentException e) {
                values.set(Variable.REMOTE_USER, Text.EMPTY);
            }
        }
    }

    private static final byte[] BASIC = Ascii.bytes("basic");

    /** Cookie pairs (RFC 6265, section 4.2.1), read as leniently as servers do. */
    private void cookies(byte[] value) {
        for (int at = 0; at < value.length; ) {
            int end = indexOf(value, at, value.length, ';');
            end = end < 0 ? value.length : end;
            while (at < end && (value[at] == ' ' || value[at] == '\t')) {
                at++;
            }
            if (at < end) {
                int equals = indexOf(value, at, end, '=');
                Text name = new Text(value, at, equals < 0 ? end : equals);
                values.add(Variable.REQUEST_COOKIES, name, value, equals < 0 ? end : equals + 1, end);
            }
            at = end + 1;
        }
    }

    private static Text withoutPort(byte[] host) {
        int colon = -1;
        for (int i = host.length - 1; i >= 0 && host[i] != ']'; i--) {
            if (host[i] == ':') {
                colon = i;
            }
        }
        return new Text(host, 0, colon < 0 ? host.length : colon);
    }

    /** Where the path of an absolute target begins; the target itself if it is a path. */
    private static int afterAuthority(byte[] line, int start, int end) {
        if (start == end || line[start] == '/') {
            return start;
        }
        int colon = indexOf(line, start, end, ':');
        if (colon < 0 || colon + 2 >= end || line[colon + 1] != '/' || line[colon + 2] != '/') {
            return start;
        }
        for (int at = colon + 3; at < end; at++) {
            if (line[at] == '/' || line[at] == '?' || line[at] == '#') {
                return at;
            }
        }
        return start;
    }

    private static Text afterLastSlash(Text path) {
        for (int at = path.to; at > path.from; at--) {
            if (path.bytes[at - 1] == '/' || path.bytes[at - 1] == '\\') {
                return new Text(path.bytes, at, path.to);
            }
        }
        return path;
    }

    /** The text with its {@code %XX} decoded; what is no such pair stays. */
    private static Text decoded(Text text) {
        if (indexOf(text.bytes, text.from, text.to, '%') < 0) {
            return text;
        }
        ByteBuilder out = new ByteBuilder(text.length());
        for (int at = text.from; at < text.to; at++) {
            byte b = text.bytes[at];
            if (b == '%' && at + 2 < text.to) {
                int high = Character.digit(text.bytes[at + 1], 16);
                int low = Character.digit(text.bytes[at + 2], 16);
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    at += 2;
                }
            }
            out.append(b);
        }
        return Text.of(out.toArray());
    }

    static int indexOf(byte[] bytes, int from, int to, char c) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == c) {
                return i;
            }
        }
        return -1;
    }
}
