package dev.portcullis.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.OperatingSystemMXBean;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.netty.PortcullisHandler;
import dev.portcullis.gateway.servlet.GatewayFilter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Requests a second of a server with a gateway that has no filters, and of the same server bare, in short windows that take
 * turns, so that whatever else the machine does hits both. What counts is the median of the ratios of neighbours; on a machine
 * that has other things to do, the server's own CPU time for a request says more than the requests a second.
 *
 * <p>Arguments: {@code [windows [milliseconds a window [connections [service]]]]}; the service is {@code HELLO} or {@code ORDERS}.
 */
public final class SideBySide {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long WARM_UP_NANOS = 12_000_000_000L;

    private SideBySide() {}

    /** Measures servlet and Netty, and prints one line each. */
    public static void main(String[] arguments) throws Exception {
        int windows = number(arguments, 0, 21);
        int millis = number(arguments, 1, 500);
        int connections = number(arguments, 2, 8);
        Service service = arguments.length > 3 ? Service.valueOf(arguments[3]) : Service.HELLO;
        Gateway empty = Gateway.builder().build();
        Terms terms = new Terms(windows, millis, connections, service);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        compare("Netty", netty(loops, null, service), netty(loops, empty, service), terms);
        compare("servlet on Jetty", jettyBehind(null, service), jettyBehind(GatewayFilter.of(empty), service), terms);
        compare("servlet on Tomcat", tomcat(null, service), tomcat(empty, service), terms);
        System.exit(0);
    }

    static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private record Terms(int windows, int millis, int connections, Service service) {}

    private static void compare(String name, int bare, int gated, Terms terms) throws Exception {
        int windows = terms.windows();
        int millis = terms.millis();
        ExecutorService threads = Executors.newFixedThreadPool(terms.connections());
        List<Client> toBare = clients(bare, terms);
        List<Client> toGated = clients(gated, terms);
        for (long start = System.nanoTime(); System.nanoTime() - start < WARM_UP_NANOS; ) { // compiles both
            window(threads, toBare, millis);
            window(threads, toGated, millis);
        }
        Window[] bares = new Window[windows];
        Window[] gateds = new Window[windows];
        for (int i = 0; i < windows; i++) {
            boolean first = i % 2 == 0;
            Window one = window(threads, first ? toBare : toGated, millis);
            Window other = window(threads, first ? toGated : toBare, millis);
            bares[i] = first ? one : other;
            gateds[i] = first ? other : one;
        }
        threads.shutdown();
        report(name + ", requests/s", bares, gateds, Window::perSecond);
        report(name + ", server CPU us/request", bares, gateds, Window::serverMicros);
    }

    private static void report(String name, Window[] bares, Window[] gateds, ToDoubleFunction<Window> value) {
        double[] ratios = new double[bares.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = value.applyAsDouble(gateds[i]) / value.applyAsDouble(bares[i]);
        }
        double[] bare = Arrays.stream(bares).mapToDouble(value).toArray();
        double[] gated = Arrays.stream(gateds).mapToDouble(value).toArray();
        System.out.printf(
                "%s: bare %.1f, empty gateway %.1f, ratio %.3f (quartiles %.3f to %.3f)%n",
                name, at(bare, 0.5), at(gated, 0.5), at(ratios, 0.5), at(ratios, 0.25), at(ratios, 0.75));
    }

    record Window(double perSecond, double serverMicros) {}

    private record Work(int requests, long cpuNanos) {}

    static double at(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }

    private static List<Client> clients(int port, Terms terms) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < terms.connections(); i++) {
            clients.add(new Client(port, terms.service().request()));
        }
        return clients;
    }

    static Window window(ExecutorService threads, List<Client> clients, int millis) throws Exception {
        long begin = System.nanoTime();
        long cpu = PROCESS.getProcessCpuTime();
        long end = begin + millis * 1_000_000L;
        List<Callable<Work>> tasks = new ArrayList<>();
        clients.forEach(client -> tasks.add(() -> {
            long before = THREADS.getCurrentThreadCpuTime();
            int requests = client.requestsUntil(end);
            return new Work(requests, THREADS.getCurrentThreadCpuTime() - before);
        }));
        long requests = 0;
        long clientCpu = 0;
        for (Future<Work> done : threads.invokeAll(tasks)) {
            requests += done.get().requests();
            clientCpu += done.get().cpuNanos();
        }
        long serverCpu = PROCESS.getProcessCpuTime() - cpu - clientCpu;
        return new Window(requests * 1e9 / (System.nanoTime() - begin), serverCpu / 1e3 / requests);
    }

    /** One connection; every answer of a server has the same length and the same end, which the first one tells. */
    static final class Client {
        private final Socket socket;
        private final InputStream in;
        private final byte[] request;
        private final byte[] answer = new byte[4096];
        private int length;
        private byte last;

        Client(int port, byte[] request) throws IOException {
            this.request = request;
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
        }

        int requestsUntil(long end) throws IOException {
            int requests = 0;
            while (System.nanoTime() < end) {
                socket.getOutputStream().write(request);
                if (length == 0) {
                    length = readFirst();
                } else if (in.readNBytes(answer, 0, length) < length) {
                    throw new IOException("the server closed");
                }
                if (answer[9] != '2' || answer[length - 1] != last) {
                    throw new IOException("another answer: " + new String(answer, 0, length, US_ASCII));
                }
                requests++;
            }
            return requests;
        }

        private int readFirst() throws IOException {
            int read = 0;
            String seen = "";
            while (!isWhole(seen)) {
                int n = in.read(answer, read, answer.length - read);
                if (n < 0) {
                    throw new IOException("the server closed after: " + seen);
                }
                read += n;
                seen = new String(answer, 0, read, US_ASCII);
            }
            last = answer[read - 1];
            return read;
        }

        private static boolean isWhole(String answer) throws IOException {
            int end = answer.indexOf("\r\n\r\n");
            if (end < 0) {
                return false;
            }
            String head = answer.substring(0, end + 2).toLowerCase(Locale.ROOT);
            int at = head.indexOf("\r\ncontent-length:");
            if (at < 0) {
                throw new IOException("no length: " + answer);
            }
            String length =
                    head.substring(at + 17, head.indexOf("\r\n", at + 2)).trim();
            return answer.length() == end + 4 + Integer.parseInt(length);
        }
    }

    /** A servlet that says hello, behind a filter or bare. */
    static int jettyBehind(Filter filter) throws Exception {
        return jettyBehind(filter, Service.HELLO);
    }

    private static int jettyBehind(Filter filter, Service service) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(servlets(filter, service));
        server.start();
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    /** A context with the servlet, behind a filter or bare. */
    static ServletContextHandler servlets(Filter filter, Service service) {
        ServletContextHandler context = new ServletContextHandler("/");
        if (filter != null) {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        }
        context.addServlet(new ServletHolder(new ServiceServlet(service)), "/");
        return context;
    }

    private static int tomcat(Gateway gateway, Service service) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        String base = Files.createTempDirectory("tomcat").toString();
        tomcat.setBaseDir(base);
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxKeepAliveRequests", "-1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", base);
        if (gateway != null) {
            context.addServletContainerInitializer(
                    (classes, servlets) -> GatewayFilter.of(gateway).addTo(servlets), Set.of());
        }
        Tomcat.addServlet(context, "service", new ServiceServlet(service)).addMapping("/");
        tomcat.start();
        return connector.getLocalPort();
    }

    private static final class ServiceServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final Service service;

        ServiceServlet(Service service) {
            this.service = service;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] answer = service.answer(request.getRequestURI());
            response.setContentType(service.type());
            response.setContentLength(answer.length);
            response.getOutputStream().write(answer);
        }
    }

    private static int netty(EventLoopGroup loops, Gateway gateway, Service service) throws Exception {
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpServerCodec());
                        if (gateway != null) {
                            channel.pipeline().addLast(PortcullisHandler.of(gateway));
                        }
                        channel.pipeline().addLast(new ServiceHandler(service));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** What serves on Netty. */
    static final class ServiceHandler extends SimpleChannelInboundHandler<HttpObject> {
        private final Service service;
        private String path = "";

        ServiceHandler(Service service) {
            this.service = service;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpRequest request) {
                String target = request.uri();
                int query = target.indexOf('?');
                path = query < 0 ? target : target.substring(0, query);
            }
            if (message instanceof LastHttpContent) {
                byte[] content = service.answer(path);
                DefaultFullHttpResponse answer = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(content));
                answer.headers().set(HttpHeaderNames.CONTENT_TYPE, service.type());
                answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.length);
                context.writeAndFlush(answer, context.voidPromise());
            }
        }
    }
}
