package dev.portcullis.gateway.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether requests can pass by the filter. The servlet API tells the URL patterns of a filter, but neither its dispatcher
 * types nor its place; Jetty and Tomcat are asked for these by reflection, and where no container answers, a warning says
 * what nobody has checked.
 */
final class MappingCheck {
    static final String REMEDY =
            "map the gateway's filter to /* for all dispatcher types, with asynchronous support, before"
                    + " every other filter; GatewayFilter.addTo(ServletContext) does so";

    private static final Logger LOG = LoggerFactory.getLogger(GatewayFilter.class);

    /** One mapping of a filter, as a container has it. */
    record Mapping(String filter, Collection<String> patterns, Set<DispatcherType> dispatchers) {}

    private final String name;
    private final Collection<String> patterns;
    private final @Nullable List<Mapping> mappings;
    private final @Nullable Boolean asyncSupported;

    private MappingCheck(
            String name,
            Collection<String> patterns,
            @Nullable List<Mapping> mappings,
            @Nullable Boolean asyncSupported) {
        this.name = name;
        this.patterns = patterns;
        this.mappings = mappings;
        this.asyncSupported = asyncSupported;
    }

    static MappingCheck of(FilterConfig config) {
        ServletContext context = config.getServletContext();
        String name = config.getFilterName();
        FilterRegistration registration = context.getFilterRegistration(name);
        Collection<String> patterns = registration == null ? List.of() : registration.getUrlPatternMappings();
        try {
            Container container = Container.of(context);
            return new MappingCheck(name, patterns, mappings(container), asyncSupported(container, name));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new MappingCheck(name, patterns, null, null);
        }
    }

    void judge() throws ServletException {
        if (mappings == null) {
            if (!patterns.contains("/*")) {
                throw refuse("is not mapped to /*, but to " + patterns);
            }
            LOG.warn("this container does not tell how its filters are mapped: {}", REMEDY);
            return;
        }
        EnumSet<DispatcherType> covered = EnumSet.noneOf(DispatcherType.class);
        for (Mapping mapping : mappings) {
            if (mapping.filter().equals(name) && mapping.patterns().contains("/*")) {
                covered.addAll(mapping.dispatchers());
            }
        }
        if (covered.isEmpty()) {
            throw refuse("is not mapped to /*");
        }
        EnumSet<DispatcherType> missing = EnumSet.complementOf(covered);
        if (!missing.isEmpty()) {
            throw refuse("is not mapped for the dispatcher types " + missing);
        }
        if (!mappings.get(0).filter().equals(name)) {
            throw refuse("comes after the filter " + mappings.get(0).filter());
        }
        if (Boolean.FALSE.equals(asyncSupported)) {
            throw refuse("has no asynchronous support");
        }
    }

    private ServletException refuse(String how) {
        return new ServletException(
                "the gateway's filter " + name + ' ' + how + ", so requests could pass by it: " + REMEDY);
    }

    private static List<Mapping> mappings(Container container) throws ReflectiveOperationException {
        List<Mapping> mappings = new ArrayList<>();
        boolean jetty = container.isJetty();
        Object[] all = (Object[]) container.call(jetty ? "getFilterMappings" : "findFilterMaps");
        for (Object each : all) {
            String filter = (String) Container.call(each, "getFilterName");
            Set<DispatcherType> dispatchers = EnumSet.noneOf(DispatcherType.class);
            Collection<String> patterns;
            if (jetty) {
                String[] specs = (String[]) Container.peek(each, "getPathSpecs");
                patterns = specs == null ? List.of() : Arrays.asList(specs);
                Method applies = each.getClass().getMethod("appliesTo", DispatcherType.class);
                for (DispatcherType type : DispatcherType.values()) {
                    if (Boolean.TRUE.equals(applies.invoke(each, type))) {
                        dispatchers.add(type);
                    }
                }
            } else {
                patterns = Arrays.asList((String[]) Container.call(each, "getURLPatterns"));
                for (String type : (String[]) Container.call(each, "getDispatcherNames")) {
                    dispatchers.add(DispatcherType.valueOf(type));
                }
            }
            mappings.add(new Mapping(filter, patterns, dispatchers));
        }
        return mappings;
    }

    private static @Nullable Boolean asyncSupported(Container container, String name)
            throws ReflectiveOperationException {
        boolean jetty = container.isJetty();
        Object holder = container.find(jetty ? "getFilter" : "findFilterDef", String.class, name);
        return holder == null
                ? null
                : (Boolean) Container.call(holder, jetty ? "isAsyncSupported" : "getAsyncSupportedBoolean");
    }
}
