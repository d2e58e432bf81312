package dev.portcullis.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows is what is compiled, and it does what the README says. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");

    @TempDir
    Path folder;

    private LoadedPolicy policy;

    @BeforeEach
    void loadThePolicyOfTheReadme() throws Exception {
        Matcher yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        assertThat(yaml.find()).isTrue();
        policy = Policy.load(Files.writeString(folder.resolve("policy.yaml"), yaml.group(1)));
    }

    @AfterEach
    void close() {
        policy.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JdkExample", "NettyExample", "UndertowExample", "GatewayListener"})
    void theReadmeShowsTheMarkedLines(String example) throws IOException {
        assertThat(Files.readString(README)).contains(marked(example));
    }

    /** The lines of an example that a page shows. */
    static String marked(String example) throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/portcullis/examples/hosts/" + example + ".java"));
        return source.substring(
                        source.indexOf("// readme: begin\n") + "// readme: begin\n".length(),
                        source.lastIndexOf('\n', source.indexOf("// readme: end")) + 1)
                .stripTrailing()
                .stripIndent();
    }

    @Test
    void theJdkExampleServesWhatThePolicyAllows() throws Exception {
        HttpServer server = JdkExample.start(policy.gateway(), 0);
        try {
            assertProtected(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theUndertowExampleServesWhatThePolicyAllows() throws Exception {
        Undertow server = UndertowExample.start(policy.gateway(), 0);
        try {
            assertProtected(((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort());
        } finally {
            server.stop();
        }
    }

    @Test
    void theNettyExampleServesWhatThePolicyAllows() throws Exception {
        Channel server = NettyExample.start(policy.gateway(), 0, Hello::new);
        try {
            assertProtected(((InetSocketAddress) server.localAddress()).getPort());
        } finally {
            server.close().syncUninterruptibly();
        }
    }

    static void assertProtected(int port) throws Exception {
        HttpResponse<String> allowed = get(port, "/hello");
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.body()).isEqualTo("hello");
        assertThat(get(port, "/secret").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static final class Hello extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof LastHttpContent) {
                DefaultFullHttpResponse hello = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.OK,
                        Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8));
                hello.headers().set(HttpHeaderNames.CONTENT_LENGTH, 5);
                context.writeAndFlush(hello);
            }
        }
    }
}
