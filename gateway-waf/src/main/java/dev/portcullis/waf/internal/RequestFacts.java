package dev.portcullis.waf.internal;

import dev.portcullis.waf.body.BodyInput;
import dev.portcullis.waf.body.BodyProcessor;
import java.util.Base64;

/** Fills the variables that the head of a request stands for. */
public final class RequestFacts {
    private static final BodyProcessor PAIRS = BodyProcessor.named("URLENCODED").orElseThrow();
    private static final byte[] COOKIE = Ascii.bytes("cookie");
    private static final byte[] HOST = Ascii.bytes("host");
    private static final byte[] AUTHORIZATION = Ascii.bytes("authorization");
    private static final byte[] CONTENT_TYPE = Ascii.bytes("content-type");
    private static final Text HTTP_0_9 = Text.of("HTTP/0.9");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final byte[] FORM_TYPE = Ascii.bytes(FORM);
    private static final byte[] MULTIPART_TYPE = Ascii.bytes("multipart/form-data");

    private final Execution execution;
    private final Values values;
    private final Slices slices;
    private final Text webAppId;
    private final BodyInput form;

    /** Fills the variables of a transaction. */
    RequestFacts(Execution execution) {
        this.execution = execution;
        this.values = execution.values();
        this.slices = execution.slices();
        this.webAppId = Text.of(execution.settings().webAppId());
        this.form = BodyFacts.input(execution.settings(), FORM, false);
    }

    /** The two ends of the connection; an unknown address is empty, an unknown port 0. */
    public void connection(String client, int clientPort, String server, int serverPort) {
        Text address = slices.text(client);
        values.set(Variable.REMOTE_ADDR, address);
        values.set(Variable.REMOTE_HOST, address);
        values.set(Variable.REMOTE_PORT, clientPort);
        values.set(Variable.SERVER_ADDR, slices.text(server));
        values.set(Variable.SERVER_PORT, serverPort);
    }

    /** The request line; without a protocol it is that of HTTP/0.9. */
    public void line(String methodName, String target, String version) {
        Text method = slices.text(methodName);
        Text protocol = version.isEmpty() ? HTTP_0_9 : slices.text(version);
        Text uri = slices.text(target);
        ByteBuilder joined = execution.scratch().append(method.bytes, method.from, method.to);
        joined.append((byte) ' ').append(uri.bytes, uri.from, uri.to);
        joined.append((byte) ' ').append(protocol.bytes, protocol.from, protocol.to);
        Text all = slices.copy(joined);
        byte[] line = all.bytes;
        int start = all.from + method.length() + 1;
        int end = start + uri.length();
        values.set(Variable.REQUEST_LINE, all);
        values.set(Variable.REQUEST_METHOD, method);
        values.set(Variable.REQUEST_PROTOCOL, protocol);
        values.set(Variable.REQUEST_URI_RAW, slices.text(line, start, end));
        start = afterAuthority(line, start, end);
        values.set(Variable.REQUEST_URI, slices.text(line, start, end));
        int question = indexOf(line, start, end, '?');
        int pathEnd = question < 0 ? end : question;
        Text query = question < 0 ? Text.EMPTY : slices.text(line, question + 1, end);
        values.set(Variable.QUERY_STRING, query);
        Text path = decoded(slices.text(line, start, pathEnd));
        values.set(Variable.REQUEST_FILENAME, path);
        values.set(Variable.PATH_INFO, path);
        values.set(Variable.REQUEST_BASENAME, afterLastSlash(path));
        values.set(Variable.WEBAPPID, webAppId);
        values.set(Variable.REQBODY_ERROR_MSG, Text.EMPTY);
        values.set(Variable.REQBODY_PROCESSOR_ERROR_MSG, Text.EMPTY);
        arguments(query);
    }

    private void arguments(Text query) {
        if (query.length() > 0) {
            ArgumentSink sink = new ArgumentSink(execution, Variable.ARGS_GET);
            PAIRS.process(query.bytes, query.from, query.to, form, sink);
        }
    }

    /** A parameter that the host found in the path of the request, decoded. */
    public void pathArgument(String name, String value) {
        values.add(Variable.ARGS_PATH, slices.text(name), slices.text(value));
    }

    /** One header line. */
    public void header(String headerName, String headerValue) {
        Text name = slices.text(headerName);
        Text value = slices.text(headerValue);
        values.add(Variable.REQUEST_HEADERS, name, value);
        switch (name.length()) {
            case 4 -> {
                if (is(name, HOST)) {
                    values.set(Variable.SERVER_NAME, withoutPort(value));
                }
            }
            case 6 -> {
                if (is(name, COOKIE)) {
                    cookies(value);
                }
            }
            case 12 -> {
                if (is(name, CONTENT_TYPE)) {
                    contentType(value);
                }
            }
            case 13 -> {
                if (is(name, AUTHORIZATION)) {
                    authorization(value);
                }
            }
            default -> {}
        }
    }

    private static boolean is(Text name, byte[] lower) {
        return Ascii.equalsLower(name.bytes, name.from, name.to, lower);
    }

    private void contentType(Text value) {
        if (startsWith(value, FORM_TYPE)) {
            execution.switches().processor("URLENCODED");
        } else if (startsWith(value, MULTIPART_TYPE)) {
            execution.switches().processor("MULTIPART");
        }
    }

    private static boolean startsWith(Text value, byte[] lower) {
        return value.length() >= lower.length
                && Ascii.equalsLower(value.bytes, value.from, value.from + lower.length, lower);
    }

    private void authorization(Text value) {
        int blank = indexOf(value.bytes, value.from, value.to, ' ');
        int end = blank < 0 ? value.to : blank;
        values.set(Variable.AUTH_TYPE, slices.text(value.bytes, value.from, end));
        if (Ascii.equalsLower(value.bytes, value.from, end, BASIC) && blank > value.from) {
            try {
                byte[] pair = Base64.getDecoder()
                        .decode(Ascii.text(value.bytes, blank + 1, value.to).strip());
                int colon = indexOf(pair, 0, pair.length, ':');
                values.set(Variable.REMOTE_USER, slices.text(pair, 0, colon < 0 ? pair.length : colon));
            } catch (IllegalArgumentException e) {
                values.set(Variable.REMOTE_USER, Text.EMPTY);
            }
        }
    }

    private static final byte[] BASIC = Ascii.bytes("basic");

    /** Cookie pairs (RFC 6265, section 4.2.1), read as leniently as servers do. */
    private void cookies(Text header) {
        byte[] value = header.bytes;
        for (int at = header.from; at < header.to; ) {
            int end = indexOf(value, at, header.to, ';');
            end = end < 0 ? header.to : end;
            while (at < end && (value[at] == ' ' || value[at] == '\t')) {
                at++;
            }
            if (at < end) {
                int equals = indexOf(value, at, end, '=');
                Text name = slices.text(value, at, equals < 0 ? end : equals);
                values.add(Variable.REQUEST_COOKIES, name, value, equals < 0 ? end : equals + 1, end);
            }
            at = end + 1;
        }
    }

    private Text withoutPort(Text host) {
        int colon = -1;
        for (int i = host.to - 1; i >= host.from && host.bytes[i] != ']'; i--) {
            if (host.bytes[i] == ':') {
                colon = i;
            }
        }
        return slices.text(host.bytes, host.from, colon < 0 ? host.to : colon);
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

    private Text afterLastSlash(Text path) {
        for (int at = path.to; at > path.from; at--) {
            if (path.bytes[at - 1] == '/' || path.bytes[at - 1] == '\\') {
                return slices.text(path.bytes, at, path.to);
            }
        }
        return path;
    }

    /** The text with its {@code %XX} decoded; what is no such pair stays. */
    private Text decoded(Text text) {
        if (indexOf(text.bytes, text.from, text.to, '%') < 0) {
            return text;
        }
        ByteBuilder out = execution.scratch();
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
        return slices.copy(out);
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
