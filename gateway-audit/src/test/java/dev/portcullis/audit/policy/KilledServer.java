package dev.portcullis.audit.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import dev.portcullis.gateway.policy.Policy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;

/** A server in a process of its own, to be killed. Its handler leaves a line for each request in a file. */
final class KilledServer {
    private KilledServer() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        FileChannel handled =
                FileChannel.open(folder.resolve("handled.log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext(
                "/",
                PortcullisHandler.protect(
                        Policy.load(folder.resolve("policy.yaml")).gateway(), exchange -> {
                            handled.write(
                                    ByteBuffer.wrap((exchange.getRequestURI().getPath() + "\n").getBytes(UTF_8)));
                            byte[] body = "done".getBytes(UTF_8);
                            exchange.sendResponseHeaders(200, body.length);
                            exchange.getResponseBody().write(body);
                            exchange.close();
                        }));
        server.start();
        System.out.println("port " + server.getAddress().getPort());
        System.in.read(); // until it is killed, or its parent is gone
        Runtime.getRuntime().halt(1);
    }
}
