package dev.portcullis.waf.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to hide an attack from a firewall, over real sockets: none of them reaches the handler. */
class EvasionTest {
    private static final String RULES = """
            SecRule ARGS|ARGS_NAMES|REQUEST_COOKIES|REQUEST_HEADERS:Referer|FILES|FILES_NAMES|XML:/*|XML://@* \
                "@contains <script" "id:10,phase:2,deny,log,t:none,t:utf8toUnicode,t:urlDecodeUni,t:htmlEntityDecode,\
            t:jsDecode,t:cssDecode,t:removeNulls,t:lowercase,msg:'Script'"
            SecRule REQBODY_PROCESSOR "!@rx ^(?:URLENCODED|JSON)$" "id:14,phase:2,deny,log,msg:'Script',chain"
                SecRule REQUEST_BODY "@contains <script" "t:none,t:lowercase"
            SecRule ARGS|REQUEST_FILENAME "@contains /etc/passwd" \
                "id:11,phase:2,deny,log,t:none,t:utf8toUnicode,t:urlDecodeUni,t:normalizePathWin,t:lowercase,msg:'Path'"
            SecRule ARGS "@contains /bin/sh" "id:12,phase:2,deny,log,t:none,t:cmdLine,msg:'Command'"
            SecRule ARGS "@contains union select" \
                "id:13,phase:2,deny,log,t:none,t:urlDecodeUni,t:replaceComments,t:compressWhitespace,t:lowercase,msg:'SQL'"
            """;

    @TempDir
    static Path folder;

    private static final AtomicInteger HANDLED = new AtomicInteger();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static HttpServer server;
    private static LoadedPolicy policy;

    @BeforeAll
    static void start() throws IOException, PolicyErrors {
        Files.writeString(folder.resolve("rules.conf"), RULES);
        policy = Policy.load(Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: p, version: "1"}
                spec:
                  waf:
                    rules: [{file: rules.conf}]
                    exclude: [{rule: 10, parameter: comment}, {rule: 10, json: $.comment}]
                  routes: [{id: a, match: {methods: [GET, POST], path: /**}, authenticate: none}]
                """));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(THREADS);
        server.createContext("/", PortcullisHandler.protect(policy.gateway(), exchange -> {
            HANDLED.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        }));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        policy.close();
        THREADS.shutdownNow();
    }

    private static int send(String head, byte[] body) throws IOException {
        try (Socket socket =
                new Socket(server.getAddress().getAddress(), server.getAddress().getPort())) {
            socket.setSoTimeout(20_000);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(head.getBytes(ISO_8859_1));
            bytes.write(body);
            socket.getOutputStream().write(bytes.toByteArray());
            socket.getOutputStream().flush();
            String line = new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
            return Integer.parseInt(line.substring(9, 12));
        }
    }

    private static int get(String target, String... fields) throws IOException {
        StringBuilder head =
                new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return send(head.append("\r\n").toString(), new byte[0]);
    }

    private static int post(String type, byte[] body, String... fields) throws IOException {
        StringBuilder head = new StringBuilder("POST /a HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n");
        if (!type.isEmpty()) {
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        return send(head.toString(), body);
    }

    private static int post(String type, String body, String... fields) throws IOException {
        return post(type, body.getBytes(UTF_8), fields);
    }

    private static int form(String body) throws IOException {
        return post("application/x-www-form-urlencoded", body);
    }

    private static int json(String body) throws IOException {
        return post("application/json", body);
    }

    private static int multipart(String body) throws IOException {
        return post("multipart/form-data; boundary=b", body.replace("~", "\r\n"));
    }

    @Test
    void benignRequestsOfEachKindPass() throws IOException {
        int before = HANDLED.get();
        assertThat(get("/a?q=script+%3C+5&r=100%25", "Cookie: a=b; c=d")).isEqualTo(200);
        assertThat(form("q=a%26b&q=union+of+select+clubs")).isEqualTo(200);
        assertThat(json("{\"a\":[1,\"\\u00e9\",{\"b\":null}]}")).isEqualTo(200);
        assertThat(multipart("--b~Content-Disposition: form-data; name=\"a\"~~1 < 2~--b--~"))
                .isEqualTo(200);
        assertThat(multipart("--b~Content-Disposition: form-data; name=\"a\"~Content-Type: text/plain; charset=UTF-8~"
                        + "Content-Transfer-Encoding: 8bit~~1~--b--~"))
                .isEqualTo(200);
        assertThat(post("application/xml", "<a b=\"c\">d &lt; e</a>")).isEqualTo(200);
        assertThat(post("text/plain", "plain")).isEqualTo(200);
        assertThat(HANDLED.get()).isEqualTo(before + 7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%3Cscript",
                "%3CsCrIpT",
                "%253Cscript",
                "%3C%73%63ript",
                "%u003cscript",
                "%uff1cscript",
                "%c0%bcscript",
                "%e0%80%bcscript",
                "%f0%80%80%bcscript",
                "%ef%bc%9cscript",
                "%26lt;script",
                "%26%23x3c;script",
                "%26%2360script",
                "%26%230000000060;script",
                "%5cx3cscript",
                "%5cu003cscript",
                "%5c74script",
                "%3Cscr%00ipt",
                "%3C%00script",
            })
    void noEncodingHidesAScript(String value) throws IOException {
        assertRefused(get("/a?q=" + value));
        assertRefused(form("q=" + value));
        assertRefused(form(value + "=1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/etc/./passwd",
                "/etc//passwd",
                "/etc/x/../passwd",
                "..%5c..%5cetc%5cpasswd",
                "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "..%252f..%252fetc%252fpasswd",
                "..%c0%af..%c0%afetc%c0%afpasswd",
                "..%u002fetc%u002fpasswd",
                "/ETC/PASSWD",
            })
    void noSpellingHidesAPath(String value) throws IOException {
        assertRefused(get("/a?file=" + value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/b^in/s^h", "/b%22in/s%22h", "/b\\in/s'h", "%5c/bin/sh", "/BIN/SH"})
    void noShellQuotingHidesACommand(String value) throws IOException {
        assertRefused(
                get("/a?c=" + value.replace("\\", "%5c").replace("^", "%5e").replace("'", "%27")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"union/**/select", "union%0aselect", "UNION%09%0bSeLeCt", "union/*x*/%20/*y*/select"})
    void noCommentHidesSql(String value) throws IOException {
        assertRefused(get("/a?id=" + value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"<script\"}",
                "{\"a\":\"\\u003cscript\"}",
                "{\"a\":\"\\u003C\\u0073cript\"}",
                "{\"<script\":1}",
                "[[[{\"a\":[\"<script\"]}]]]",
                "{\"a\":\"ok\",\"a\":\"<script\"}",
                "{\"a\":\"<script\",\"a\":\"ok\"}",
                "\"<script\"",
                "\ufeff{\"a\":\"<script\"}",
                "{\"a\":\"&lt;script\"}",
                "{\"comment\":\"ok\",\"comment2\":\"<script\"}",
                "{\"a\":{\"comment\":\"<script\"}}",
                "{\"comment\":{\"x\":\"<script\"}}",
                "{\"comment\":[\"<script\"]}",
                "{'a':'<script'}",
                "{\"a\":1} {\"a\":\"<script\"}",
                "{\"a\":1,}",
                "{/*<script*/\"a\":1}",
            })
    void noJsonHidesAScript(String body) throws IOException {
        assertRefused(json(body));
        assertRefused(post("Application/JSON ; charset=UTF-8", body));
        assertRefused(post("application/vnd.api+json", body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a><![CDATA[<script]]></a>",
                "<a>&lt;script</a>",
                "<a>&#60;script</a>",
                "<a b='&#x3c;script'/>",
                "<a>&lt;scr<!-- -->ipt</a>",
                "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
                "<a><b></a>",
            })
    void noXmlHidesAScript(String body) throws IOException {
        assertRefused(post("application/xml", body));
        assertRefused(post("text/xml; charset=utf-8", body));
        assertRefused(post("application/soap+xml", body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b~Content-Disposition: form-data; name=\"a\"~~<script~--b--~",
                "--b~Content-Disposition: form-data; name=\"<script\"~~1~--b--~",
                "--b~Content-Disposition: form-data; name=\"a\"; filename=\"<script\"~~1~--b--~",
                "--b~Content-Disposition: form-data; name=\"a\"; filename=\"1\"; filename=\"2\"~~1~--b--~",
                "--b~Content-Disposition: form-data; name=\"a\"; name=\"comment\"~~<script~--b--~",
                "--b~Content-Disposition: form-data; name=comment; name=q~~<script~--b--~",
                "--b~content-disposition:form-data;name=a~~<script~--b--~",
                "--b~Content-Disposition: form-data;~ name=\"a\"~~<script~--b--~",
                "x~--b~Content-Disposition: form-data; name=\"a\"~~1~--b--~<script",
                "--b~Content-Disposition: form-data; name=\"a\"~~1~--b~",
                "--b\nContent-Disposition: form-data; name=\"a\"\n\n<script\n--b--\n",
                "--b~Content-Disposition: form-data; name=\"comment\"~~1~--b~Content-Disposition: form-data; name=\"q\"~~<script~--b--~",
                "--b~Content-Disposition: form-data; name*=utf-8''a~~<script~--b--~",
                "--b~Content-Disposition: form-data; name=\"a\"~Content-Transfer-Encoding: base64~~PHNjcmlwdA==~--b--~",
                "--b~Content-Disposition: form-data; name=\"a\"~content-transfer-encoding:quoted-printable~~=3Cscript~--b--~",
                "--b~Content-Disposition: form-data; name=\"a\"~Content-Type: text/plain; charset=utf-16~~1~--b--~",
                "--b~Content-Disposition: form-data; name=\"a\"~Content-Type: text/plain; charset=utf-8; charset=utf-7~~1~--b--~",
                "--B~Content-Disposition: form-data; name=\"a\"~~<script~--B--~",
            })
    void noMultipartHidesAScript(String body) throws IOException {
        assertRefused(multipart(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=b; boundary=c",
                "multipart/form-data; boundary=\"b",
                "multipart/form-data; charset=utf-16; boundary=b",
                "application/x-www-form-urlencoded; charset=utf-16",
                "application/x-www-form-urlencoded; charset=ibm037",
                "application/x-www-form-urlencoded; charset=utf-7",
                "application/json; charset=utf-16",
                "application/json; charset=utf-8; charset=utf-16",
                "application/x-www-form-urlencoded, application/json",
            })
    void noContentTypeHidesTheBody(String type) throws IOException {
        assertRefused(post(type, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n"));
    }

    @Test
    void noCharsetHidesAJsonText() throws IOException {
        assertRefused(post("application/json", "{\"a\":\"<script\"}".getBytes(UTF_16BE)));
    }

    @Test
    void noForeignTypeHidesAScript() throws IOException {
        assertRefused(post("", "q=<script"));
        assertRefused(post("text/plain", "{\"q\":\"<script\"}"));
        assertRefused(post("application/octet-stream", "<script"));
        assertRefused(post("application/x-www-form-urlencodedx", "q=<script"));
    }

    @Test
    void noDuplicateHidesTheOther() throws IOException {
        assertRefused(form("q=ok&q=%3Cscript"));
        assertRefused(form("q=%3Cscript&q=ok"));
        assertRefused(get("/a?q=%3Cscript", "Cookie: q=ok"));
        assertRefused(get("/a", "Cookie: q=ok", "Cookie: q=<script"));
        assertRefused(get("/a", "Cookie: q=ok; q=<script"));
    }

    @Test
    void anExcludedKeyHidesNoOther() throws IOException {
        assertThat(form("comment=%3Cscript")).isEqualTo(200);
        assertThat(json("{\"comment\":\"<script\"}")).isEqualTo(200);
        assertRefused(form("comment=ok&q=%3Cscript"));
        assertRefused(form("comment=%3Cscript&q=%3Cscript"));
        assertRefused(form("comment%5B%5D=%3Cscript"));
        assertRefused(form("comment.x=%3Cscript"));
        assertRefused(form("+comment=%3Cscript"));
        assertRefused(form("comment%00=%3Cscript"));
        assertRefused(form("json.comment.x=%3Cscript"));
    }

    @Test
    void noChunkBoundaryHidesAScript() throws IOException {
        String body = "q=%3Cscript";
        for (int size = 1; size <= body.length(); size++) {
            StringBuilder chunks = new StringBuilder();
            for (int at = 0; at < body.length(); at += size) {
                String chunk = body.substring(at, Math.min(body.length(), at + size));
                chunks.append(Integer.toHexString(chunk.length()))
                        .append("\r\n")
                        .append(chunk)
                        .append("\r\n");
            }
            chunks.append("0\r\n\r\n");
            assertRefused(send(
                    "POST /a HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\n\r\n",
                    chunks.toString().getBytes(ISO_8859_1)));
        }
    }

    @Test
    void noContentCodingHidesAScript() throws IOException {
        byte[] packed = gzip("q=%3Cscript".getBytes(UTF_8));
        String type = "application/x-www-form-urlencoded";
        assertRefused(post(type, packed, "Content-Encoding: gzip"));
        assertRefused(post(type, packed, "Content-Encoding: GZip"));
        assertRefused(post(type, gzip(packed), "Content-Encoding: gzip, gzip"));
        assertRefused(post(type, packed, "Content-Encoding: br"));
        assertRefused(post(type, gzip(new byte[4 << 20]), "Content-Encoding: gzip"));
        assertThat(post(type, gzip("q=ok".getBytes(UTF_8)), "Content-Encoding: gzip"))
                .isEqualTo(200);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static void assertRefused(int status) {
        assertThat(status).isIn(400, 403, 413, 415);
    }
}
