package dev.portcullis.gateway.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.http.HttpServlet;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The servlet containers that the adapter is tested in, each set up in one sentence. */
enum Containers {
    JETTY,
    TOMCAT;

    static final int THREADS = 16;
    private static final String TRAILERS =
            "X-Digest,X-Attack,X-More,X-User,X_Forwarded_For,Authorization"; // Tomcat drops all others

    /** What goes into a container. */
    static final class Setup {
        private final List<Mapped> filters = new ArrayList<>();
        private final Map<String, HttpServlet> servlets = new TreeMap<>();
        private String errorPage = "";
        private int idleMillis = 20_000;
        private boolean http2;

        /** Adds a filter on everything. */
        Setup filter(Filter filter) {
            return filter(filter, "/*", EnumSet.allOf(DispatcherType.class), true);
        }

        Setup filter(Filter filter, String pattern, EnumSet<DispatcherType> types, boolean async) {
            filters.add(new Mapped(filter, pattern, types, async));
            return this;
        }

        Setup servlet(String pattern, HttpServlet servlet) {
            servlets.put(pattern, servlet);
            return this;
        }

        Setup errorPage(String path) {
            errorPage = path;
            return this;
        }

        Setup idle(int millis) {
            idleMillis = millis;
            return this;
        }

        /** Speaks HTTP/2 as well, on cleartext, to clients that know it beforehand. */
        Setup http2() {
            http2 = true;
            return this;
        }
    }

    private record Mapped(Filter filter, String pattern, EnumSet<DispatcherType> types, boolean async) {}

    /** A container that runs. */
    interface Running {
        InetSocketAddress address();

        void close() throws Exception;
    }

    /** Starts; throws what the container says if it cannot. */
    Running start(Setup setup) throws Exception {
        return this == JETTY ? startJetty(setup) : startTomcat(setup);
    }

    private static Running startJetty(Setup setup) throws Exception {
        Server server = new Server(new QueuedThreadPool(THREADS + 6));
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.DEFAULT.with("gateway", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
        ServerConnector connector = setup.http2
                ? new ServerConnector(
                        server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http))
                : new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(setup.idleMillis);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        for (Mapped mapped : setup.filters) {
            FilterHolder holder = new FilterHolder(mapped.filter());
            holder.setAsyncSupported(mapped.async());
            context.addFilter(holder, mapped.pattern(), mapped.types());
        }
        setup.servlets.forEach((pattern, servlet) -> {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            holder.getRegistration().setMultipartConfig(new MultipartConfigElement(""));
            context.addServlet(holder, pattern);
        });
        if (!setup.errorPage.isEmpty()) {
            ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
            pages.addErrorPage(400, 599, setup.errorPage);
            pages.addErrorPage(Throwable.class, setup.errorPage);
            context.setErrorHandler(pages);
        }
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        return new Running() {
            @Override
            public InetSocketAddress address() {
                return address;
            }

            @Override
            public void close() throws Exception {
                server.stop();
            }
        };
    }

    private static Running startTomcat(Setup setup) throws Exception {
        Tomcat tomcat = new Tomcat();
        File base = Files.createTempDirectory("tomcat").toFile();
        tomcat.setBaseDir(base.getPath());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxThreads", Integer.toString(THREADS));
        connector.setProperty("continueResponseTiming", "onRead");
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("allowedTrailerHeaders", TRAILERS);
        connector.setProperty("relaxedQueryChars", "\"<>[\\]^`{|}");
        connector.setProperty("connectionTimeout", Integer.toString(setup.idleMillis));
        if (setup.http2) {
            connector.addUpgradeProtocol(new Http2Protocol());
        }
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", base.getPath());
        context.setAllowCasualMultipartParsing(true);
        int number = 0;
        for (Mapped mapped : setup.filters) {
            FilterDef definition = new FilterDef();
            definition.setFilterName("filter" + number++);
            definition.setFilter(mapped.filter());
            definition.setAsyncSupported(Boolean.toString(mapped.async()));
            context.addFilterDef(definition);
            FilterMap map = new FilterMap();
            map.setFilterName(definition.getFilterName());
            map.addURLPattern(mapped.pattern());
            mapped.types().forEach(type -> map.setDispatcher(type.name()));
            context.addFilterMap(map);
        }
        for (Map.Entry<String, HttpServlet> entry : setup.servlets.entrySet()) {
            Wrapper wrapper = Tomcat.addServlet(context, "servlet" + number++, entry.getValue());
            wrapper.setAsyncSupported(true);
            wrapper.setMultipartConfigElement(new MultipartConfigElement(""));
            wrapper.addMapping(entry.getKey());
        }
        if (!setup.errorPage.isEmpty()) {
            ErrorPage page = new ErrorPage();
            page.setLocation(setup.errorPage);
            context.addErrorPage(page);
            ErrorPage thrown = new ErrorPage();
            thrown.setLocation(setup.errorPage);
            thrown.setExceptionType("java.lang.Throwable");
            context.addErrorPage(thrown);
        }
        tomcat.start();
        if (context.getState() != LifecycleState.STARTED) {
            stop(tomcat, base);
            throw new IOException("the context did not start");
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        return new Running() {
            @Override
            public InetSocketAddress address() {
                return address;
            }

            @Override
            public void close() throws Exception {
                stop(tomcat, base);
            }
        };
    }

    private static void stop(Tomcat tomcat, File base) throws Exception {
        tomcat.stop();
        tomcat.destroy();
        deleteAll(base);
    }

    private static void deleteAll(File file) {
        File[] inside = file.listFiles();
        if (inside != null) {
            for (File each : inside) {
                deleteAll(each);
            }
        }
        file.delete();
    }
}
