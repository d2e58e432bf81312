package dev.portcullis.gateway.servlet;

import jakarta.servlet.ServletRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS session of a request's connection, where Jetty and Tomcat keep it. The servlet specification has none to give, and
 * without it nobody can tell which host the handshake asked for. Neither server is on the class path of this module, so what
 * they keep is reached by name.
 */
final class ContainerSession {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayFilter.class);
    private static final String JETTY = "org.eclipse.jetty.io.Endpoint.SslSessionData";
    private static final String TOMCAT = "jakarta.servlet.request.ssl_session_mgr";
    private static final String TOMCAT_KEEPER = "org.apache.tomcat.util.net.jsse.JSSESupport";

    private static final AtomicBoolean WARNED = new AtomicBoolean();

    /** Each container has one class that keeps sessions, so the last one seen is the next one. */
    private static volatile @Nullable Reader jetty;

    private static volatile @Nullable Reader tomcat;

    /** How an object of one class is asked for its session; {@code null} where it cannot be. */
    private record Reader(Class<?> keeper, @Nullable MethodHandle session) {
        @Nullable
        SSLSession read(Object data) {
            if (session == null) {
                return null;
            }
            try {
                return session.invoke(data) instanceof SSLSession found ? found : null;
            } catch (Throwable e) { // declared by MethodHandle; neither an accessor nor a field throws
                throw new IllegalStateException("the container does not tell its TLS session", e);
            }
        }
    }

    private ContainerSession() {}

    static @Nullable SSLSession of(ServletRequest request) {
        Object data = request.getAttribute(JETTY);
        if (data != null) {
            Reader reader = jetty;
            if (reader == null || reader.keeper() != data.getClass()) {
                reader = new Reader(data.getClass(), jettyAccessor(data.getClass()));
                jetty = reader;
            }
            return reader.read(data);
        }
        data = request.getAttribute(TOMCAT);
        if (data == null) {
            return null;
        }
        Reader reader = tomcat;
        if (reader == null || reader.keeper() != data.getClass()) {
            reader = new Reader(data.getClass(), tomcatField(data.getClass()));
            tomcat = reader;
        }
        return reader.read(data);
    }

    private static @Nullable MethodHandle jettyAccessor(Class<?> keeper) {
        for (Class<?> known : keeper.getInterfaces()) {
            try {
                Method accessor = known.getMethod("sslSession");
                return MethodHandles.publicLookup().unreflect(accessor);
            } catch (ReflectiveOperationException e) {
                // another of its interfaces, or another Jetty
            }
        }
        warn(keeper);
        return null;
    }

    private static @Nullable MethodHandle tomcatField(Class<?> keeper) {
        for (Class<?> known = keeper; known != null; known = known.getSuperclass()) {
            if (known.getName().equals(TOMCAT_KEEPER)) {
                try {
                    Field session = known.getDeclaredField("session");
                    if (session.trySetAccessible()) {
                        return MethodHandles.lookup().unreflectGetter(session);
                    }
                } catch (ReflectiveOperationException e) {
                    // another Tomcat
                }
            }
        }
        warn(keeper);
        return null;
    }

    private static void warn(Class<?> keeper) {
        if (!WARNED.getAndSet(true)) {
            LOG.warn(
                    "{} does not let the TLS session be read, so a request for another host than its handshake named is not"
                            + " refused; if Tomcat is a named module, open its package: --add-opens"
                            + " org.apache.tomcat.embed.core/org.apache.tomcat.util.net.jsse=dev.portcullis.gateway",
                    keeper.getName());
        }
    }
}
