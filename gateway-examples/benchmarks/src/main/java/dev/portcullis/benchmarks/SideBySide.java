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
 * <p>Arguments: {@code [windows [milliseconds a window [connections]]]}.
 */
public final class SideBySide {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long WARM_UP_NANOS = 15_000_000_000L;
    private static final byte[] HELLO = "hello".getBytes(US_ASCII);
    private static final byte[] REQUEST =
            "GET /hello HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nUser-Agent: bench\r\n\r\n".getBytes(US_ASCII);

    private SideBySide() {}

    /** Measures servlet and Netty, and prints one line each. */
    public static void main(String[] arguments) throws Exception {
        int windows = number(arguments, 0, 21);
        int millis = number(arguments, 1, 500);
        int connections = number(arguments, 2, 8);
        Gateway empty = Gateway.builder().build();
        compare("servlet on Jetty", jetty(null), jetty(empty), windows, millis, connections);
        compare("servlet on Tomcat", tomcat(null), tomcat(empty), windows, millis, connections);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        compare("Netty", netty(loops, null), netty(loops, empty), windows, millis, connections);
        System.exit(0);
    }

    static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static void compare(String name, int bare, int gated, int windows, int millis, int connections)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<Client> toBare = clients(bare, connections);
        List<Client> toGated = clients(gated, connections);
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

    private static List<Client> clients(int port, int count) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new Client(port, REQUEST));
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

    /** One connection; every answer of a server has the same length, which the first one tells. */
    static final class Client {
        private final Socket socket;
        private final InputStream in;
        private final byte[] request;
        private final byte[] answer = new byte[4096];
        private int length;

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
                if (answer[length - 1] != 'o') {
                    throw new IOException("no hello: " + new String(answer, 0, length, US_ASCII));
                }
                requests++;
            }
            return requests;
        }

        private int readFirst() throws IOException {
            int read = 0;
            while (!new String(answer, 0, read, US_ASCII).endsWith("\r\n\r\nhello")) {
                int n = in.read(answer, read, answer.length - read);
                if (n < 0) {
                    throw new IOException("no hello: " + new String(answer, 0, read, US_ASCII));
                }
                read += n;
            }
            return read;
        }
    }

    private static int jetty(Gateway gateway) throws Exception {
        return jettyBehind(gateway == null ? null : GatewayFilter.of(gateway));
    }

    /** A servlet that says hello, behind a filter or bare. */
    static int jettyBehind(Filter filter) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler("/");
        if (filter != null) {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        }
        context.addServlet(new ServletHolder(new HelloServlet()), "/");
        server.setHandler(context);
        server.start();
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    private static int tomcat(Gateway gateway) throws Exception {
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
        Tomcat.addServlet(context, "hello", new HelloServlet()).addMapping("/");
        tomcat.start();
        return connector.getLocalPort();
    }

    private static final class HelloServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentLength(HELLO.length);
            response.getOutputStream().write(HELLO);
        }
    }

    private static int netty(EventLoopGroup loops, Gateway gateway) throws Exception {
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
                        channel.pipeline().addLast(new Hello());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    private static final class Hello extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof LastHttpContent) {
                DefaultFullHttpResponse hello = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(HELLO));
                hello.headers().set(HttpHeaderNames.CONTENT_LENGTH, HELLO.length);
                context.writeAndFlush(hello, context.voidPromise());
            }
        }
    }
}
