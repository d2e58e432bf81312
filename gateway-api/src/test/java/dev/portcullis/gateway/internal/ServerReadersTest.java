package dev.portcullis.gateway.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.testkit.PathMutations;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.undertow.util.CanonicalPathUtils;
import io.undertow.util.URLUtils;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.buf.UDecoder;
import org.apache.tomcat.util.http.RequestUtil;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.util.URIUtil;
import org.junit.jupiter.api.Test;

/** Holds what is accepted against the code with which servers read paths. */
class ServerReadersTest {
    private static final int PATHS = 25_000;

    /** How a server decodes and normalises a path before it routes. */
    private interface ServerReader {
        String read(String path) throws IOException;
    }

    private static final Map<String, ServerReader> SERVERS = new LinkedHashMap<>();

    static {
        SERVERS.put("java.net.URI", path -> URI.create(path).normalize().getPath());
        SERVERS.put("Jetty's decoded path", path -> HttpURI.from(path).getDecodedPath());
        SERVERS.put(
                "Jetty's canonical path",
                path -> URIUtil.decodePath(HttpURI.from(path).getCanonicalPath()));
        SERVERS.put("Netty", path -> new QueryStringDecoder(path).path());
        SERVERS.put(
                "Undertow",
                path -> CanonicalPathUtils.canonicalize(
                        URLUtils.decode(path, "UTF-8", true, false, new StringBuilder())));
        SERVERS.put("Tomcat", ServerReadersTest::tomcat);
    }

    private static String tomcat(String path) throws IOException {
        MessageBytes bytes = MessageBytes.newInstance();
        byte[] raw = path.getBytes(UTF_8);
        bytes.setBytes(raw, 0, raw.length);
        new UDecoder().convert(bytes.getByteChunk(), EncodedSolidusHandling.DECODE);
        bytes.getByteChunk().setCharset(UTF_8);
        return RequestUtil.normalize(bytes.getByteChunk().toString());
    }

    @Test
    void serversReadTheCanonicalPathAsTheGatewayDoes() throws IOException {
        PathReader reader = new PathReader(PathRules.STRICT);
        Random random = new Random(20261123);
        int accepted = 0;
        int rewritten = 0;
        for (int i = 0; i < PATHS; i++) {
            String sent = PathMutations.mutated(random);
            if (!(reader.read(sent, 0, sent.length()) instanceof PathReader.Path canonical)) {
                continue;
            }
            accepted++;
            rewritten += canonical.text().equals(sent) ? 0 : 1;
            String decoded = decoded(canonical.text());
            for (Map.Entry<String, ServerReader> server : SERVERS.entrySet()) {
                assertThat(server.getValue().read(canonical.text()))
                        .as("%s of %s", server.getKey(), canonical.text())
                        .isEqualTo(decoded);
                assertThat(server.getValue().read(sent))
                        .as("%s of %s", server.getKey(), sent)
                        .isEqualTo(decoded);
            }
        }
        assertThat(accepted).isGreaterThan(PATHS / 8);
        assertThat(rewritten).isGreaterThan(PATHS / 50);
    }

    @Test
    void serversDisagreeAboutWhatIsRefused() {
        PathReader reader = new PathReader(PathRules.STRICT);
        Random random = new Random(20261124);
        int refused = 0;
        int disputed = 0;
        for (int i = 0; i < 5_000; i++) {
            String sent = PathMutations.mutated(random);
            if (reader.read(sent, 0, sent.length()) instanceof PathReader.Refused) {
                refused++;
                Set<String> readings = new HashSet<>();
                for (ServerReader server : SERVERS.values()) {
                    try {
                        readings.add(String.valueOf(server.read(sent)));
                    } catch (IOException | RuntimeException e) {
                        readings.add("refused");
                    }
                }
                disputed += readings.size() > 1 ? 1 : 0;
            }
        }
        assertThat(disputed).as("of %s refused", refused).isGreaterThan(refused / 10);
    }

    private static String decoded(String path) {
        return new RequestHead("GET", path, path, null, "http", "h", -1, "HTTP/1.1", null, null).decodedPath();
    }
}
