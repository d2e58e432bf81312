package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on hosts says what their tests say. After a change, copy the text that the failure shows. */
class HostsPageTest {
    private static final Path PAGE = Path.of("../docs/HOSTS.md");
    private static final String BEGIN = "<!-- what follows is written by HostsPageTest -->\n";

    private static final Map<String, String> HOSTS = new LinkedHashMap<>();

    static {
        HOSTS.put("JDK `HttpServer`", "jdk.JdkHostTest");
        HOSTS.put("Netty 4.2", "netty.NettyHostTest");
        HOSTS.put("Netty 4.2, HTTP/2", "netty.NettyHttp2HostTest");
        HOSTS.put("Undertow 2.3", "undertow.UndertowHostTest");
        HOSTS.put("Undertow 2.3, HTTP/2", "undertow.UndertowHttp2HostTest");
        HOSTS.put("Servlet on Jetty 12.1", "servlet.JettyHostTest");
        HOSTS.put("Servlet on Jetty 12.1, HTTP/2", "servlet.JettyHttp2HostTest");
        HOSTS.put("Servlet on Tomcat 10.1", "servlet.TomcatHostTest");
        HOSTS.put("Servlet on Tomcat 10.1, HTTP/2", "servlet.TomcatHttp2HostTest");
    }

    @Test
    void pageListsTheDeviationsOfEveryHost() throws Exception {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        assertThat(begin).isPositive();
        assertThat(page.substring(begin + BEGIN.length())).isEqualTo(table());
    }

    private static String table() throws ClassNotFoundException {
        StringBuilder page = new StringBuilder();
        for (Map.Entry<String, String> host : HOSTS.entrySet()) {
            Class<?> test = Class.forName("dev.portcullis.gateway." + host.getValue());
            List<String> deviations = ContractReport.deviations(test);
            page.append("\n## ")
                    .append(host.getKey())
                    .append("\n\n")
                    .append(cases(test))
                    .append(" cases, ")
                    .append(deviations.size())
                    .append(deviations.size() == 1 ? " deviation.\n" : " deviations.\n");
            if (!deviations.isEmpty()) {
                page.append('\n');
            }
            for (String deviation : deviations) {
                int colon = deviation.indexOf(':');
                page.append("- `")
                        .append(deviation, 0, colon)
                        .append("`: ")
                        .append(deviation.substring(colon + 2))
                        .append('\n');
            }
        }
        return page.toString();
    }

    private static long cases(Class<?> test) {
        return Stream.of(test.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .distinct()
                .count();
    }

    /** Writes the page anew. */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        String page = Files.readString(PAGE);
        Files.writeString(PAGE, page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table());
    }
}
