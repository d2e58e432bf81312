package dev.portcullis.gateway.servlet;

import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether the application brings an error page of its own. Where it does not, the container writes one past every filter,
 * and Jetty and Tomcat put the exception with its message into it.
 */
final class ErrorPages {
    private final @Nullable Container container;

    private ErrorPages(@Nullable Container container) {
        this.container = container;
    }

    static ErrorPages of(ServletContext context) {
        try {
            return new ErrorPages(Container.of(context));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new ErrorPages(null);
        }
    }

    /** Whether a dispatch to an error page may follow; also where that cannot be known. */
    boolean mayFollow(int status, @Nullable Throwable cause) {
        if (container == null) {
            return true;
        }
        try {
            return container.hasErrorPage(status, cause);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return true;
        }
    }
}
