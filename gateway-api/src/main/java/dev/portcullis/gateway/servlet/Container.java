package dev.portcullis.gateway.servlet;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Field;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What Jetty and Tomcat tell beyond the servlet API, by reflection on their public methods; Tomcat's context is behind two
 * private fields.
 */
final class Container {
    private final Object filters;
    private final Object context;
    private final boolean jetty;

    private Container(Object filters, Object context, boolean jetty) {
        this.filters = filters;
        this.context = context;
        this.jetty = jetty;
    }

    /**
     * The container of a context.
     *
     * @throws ReflectiveOperationException if it is another, or keeps itself to itself
     */
    static Container of(ServletContext servlets) throws ReflectiveOperationException {
        for (Class<?> type = servlets.getClass(); type != null; type = type.getSuperclass()) {
            Class<?> outer = type.getEnclosingClass();
            if (outer != null && outer.getSimpleName().equals("ServletContextHandler")) {
                Object handler = outer.getMethod("getServletContextHandler", ServletContext.class)
                        .invoke(null, servlets);
                return new Container(call(handler, "getServletHandler"), handler, true);
            }
        }
        Object inner = field(servlets, "context"); // behind the facade
        Object context = field(inner, "context");
        return new Container(context, context, false);
    }

    boolean isJetty() {
        return jetty;
    }

    /** Calls whatever knows the filters: Jetty's ServletHandler, Tomcat's Context. */
    Object call(String method) throws ReflectiveOperationException {
        return call(filters, method);
    }

    @Nullable
    Object find(String method, Class<?> type, Object argument) throws ReflectiveOperationException {
        return filters.getClass().getMethod(method, type).invoke(filters, argument);
    }

    /** Whether the application has an error page of its own for this. */
    boolean hasErrorPage(int status, @Nullable Throwable cause) throws ReflectiveOperationException {
        if (jetty) {
            Object handler = peek(context, "getErrorHandler");
            return handler != null
                    && handler.getClass().getSimpleName().equals("ErrorPageErrorHandler")
                    && handler.getClass()
                                    .getMethod("getErrorPage", Integer.class, Throwable.class)
                                    .invoke(handler, status, cause)
                            != null;
        }
        if (tomcatPage(int.class, status) || tomcatPage(int.class, 0)) {
            return true;
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (tomcatPage(Throwable.class, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean tomcatPage(Class<?> type, Object key) throws ReflectiveOperationException {
        return context.getClass().getMethod("findErrorPage", type).invoke(context, key) != null;
    }

    /** What the method returns, which is not null. */
    static Object call(Object on, String method) throws ReflectiveOperationException {
        Object result = peek(on, method);
        if (result == null) {
            throw new NoSuchElementException(method);
        }
        return result;
    }

    static @Nullable Object peek(Object on, String method) throws ReflectiveOperationException {
        return on.getClass().getMethod(method).invoke(on);
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
