package dev.portcullis.gateway.servlet;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Scheduler;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.host.RawHead;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The gateway in front of everything in a servlet context (Jakarta Servlet 6.0 and 6.1): no request reaches a servlet or a
 * later filter that the gateway has not passed, and no response leaves unjudged, whether it was written synchronously,
 * asynchronously, after a forward or by an error page. Each request passes once, however often it is dispatched.
 *
 * <p>It has to be the first filter, mapped to {@code /*} for all dispatcher types and with asynchronous support; Jetty and
 * Tomcat are asked whether it is, and {@link #init} refuses to start if not. {@link #addTo} registers it as it has to be.
 *
 * <p>While a verdict is pending, the calling thread waits; {@link #parkingAsynchronously} gives it back instead. Forwarding
 * header filters of the container or of a framework ({@code RemoteIpValve}, {@code ForwardedHeaderFilter}) have to be off:
 * the gateway decides itself which proxies it trusts.
 *
 * <p>Handlers find the gateway's view of the exchange in the request attribute {@link #EXCHANGE}.
 *
 * <p>Thread-safe: one instance serves all requests. A filter belongs to one context.
 */
public final class GatewayFilter implements Filter {
    /** The request attribute that holds the {@link Exchange}. */
    public static final String EXCHANGE = "dev.portcullis.gateway.Exchange";

    private static final AtomicLong INSTANCES = new AtomicLong();

    private final String attribute = "dev.portcullis.gateway.servlet.crossing." + INSTANCES.incrementAndGet();
    private final Host host;
    private final boolean asyncPark;
    private final @Nullable MultipartConfigElement multipart;
    private final Scheduler scheduler;
    private @Nullable ErrorPages errorPages;

    private GatewayFilter(
            Host host, boolean asyncPark, @Nullable MultipartConfigElement multipart, Scheduler scheduler) {
        this.host = requireNonNull(host, "host");
        this.asyncPark = asyncPark;
        this.multipart = multipart;
        this.scheduler = requireNonNull(scheduler, "scheduler");
    }

    /** A filter that waits for pending verdicts on the calling thread. */
    public static GatewayFilter of(Host host) {
        return new GatewayFilter(host, false, null, GatewayFilter::later);
    }

    /**
     * The same, giving the thread back while a verdict on a request is pending. The request then goes on in a dispatch of
     * its own, and later filters that are mapped to {@link DispatcherType#REQUEST} alone are <b>skipped</b> by the
     * container: use this only where every filter is mapped to {@link DispatcherType#ASYNC} as well. Verdicts on a response
     * are still waited for.
     */
    public GatewayFilter parkingAsynchronously() {
        return new GatewayFilter(host, true, multipart, scheduler);
    }

    /**
     * The same, with bounds for multipart requests that were collected, in place of 10 MiB a file and 50 MiB a request, of
     * which all beyond 64 KiB a part goes to temporary files. In Jetty the bounds of the servlet itself come first.
     */
    public GatewayFilter withMultipart(MultipartConfigElement bounds) {
        return new GatewayFilter(host, asyncPark, requireNonNull(bounds, "bounds"), scheduler);
    }

    /** The same, with another timer for error pages that never come. */
    GatewayFilter withScheduler(Scheduler timers) {
        return new GatewayFilter(host, asyncPark, multipart, timers);
    }

    /**
     * Registers this filter as it has to be: before all others that are there, on {@code /*}, for all dispatcher types,
     * with asynchronous support.
     *
     * @throws IllegalStateException if the context has a filter named {@code portcullis} already, or has been initialized
     */
    public void addTo(ServletContext context) {
        FilterRegistration.Dynamic registration = context.addFilter("portcullis", this);
        if (registration == null) {
            throw new IllegalStateException("a filter named portcullis is registered already");
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }

    /** Refuses to start where the container tells that requests could pass by this filter; the message says what to do. */
    @Override
    public void init(FilterConfig config) throws ServletException {
        MappingCheck.of(config).judge();
        errorPages = ErrorPages.of(config.getServletContext());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("only HTTP requests pass the gateway");
        }
        if (request.getAttribute(attribute) instanceof Crossing crossing) {
            crossing.again(http, answer, chain);
        } else if (request.getDispatcherType() == DispatcherType.ERROR) {
            chain.doFilter(request, response); // the container refused the request before any filter: its error page
        } else if (request.getDispatcherType() == DispatcherType.ASYNC) {
            throw new ServletException(
                    "the request was dispatched before it passed the gateway: " + MappingCheck.REMEDY);
        } else {
            Home home = new Home();
            RawHead head = RequestHeads.of(http);
            Crossing crossing = new Crossing(this, http, answer, head.headers(), host.open(head, home), home);
            request.setAttribute(attribute, crossing);
            crossing.begin(chain);
        }
    }

    /** What is known of the context's error pages. */
    ErrorPages errorPages(ServletContext context) {
        ErrorPages known = errorPages;
        return known == null ? ErrorPages.of(context) : known;
    }

    boolean parksAsynchronously() {
        return asyncPark;
    }

    @Nullable
    MultipartConfigElement multipart() {
        return multipart;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    private static Scheduler.Timer later(Runnable task, Duration delay) {
        CompletableFuture<Void> timer = CompletableFuture.runAsync(
                task, CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS));
        return () -> timer.cancel(false);
    }
}
