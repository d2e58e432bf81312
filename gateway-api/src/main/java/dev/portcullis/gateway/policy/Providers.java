package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.policy.model.DocumentShape;
import dev.portcullis.gateway.policy.model.FilterUse;
import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.model.OnFailure;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.spi.CustomFilter;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The filter providers of a process and the document that they make possible together. */
final class Providers {
    private static final Map<String, String> SECTION_MODULES = Map.of(
            "tls", "gateway-api",
            "authentication", "gateway-auth",
            "authorization", "gateway-auth",
            "rateLimits", "gateway-ratelimit",
            "rateLimitStore", "gateway-ratelimit",
            "waf", "gateway-waf",
            "audit", "gateway-audit");
    private static final Map<String, String> ROUTE_MODULES = Map.of(
            "authorize", "gateway-auth",
            "rateLimits", "gateway-ratelimit",
            "waf", "gateway-waf",
            "audit", "gateway-audit");

    private final List<FilterProvider> all;
    private final Map<String, Section<?>> sections = new LinkedHashMap<>();
    private final Map<String, RouteKey<?>> routeKeys = new LinkedHashMap<>();
    private final Map<String, CustomFilter<?>> filters = new LinkedHashMap<>();
    private final Shape<GatewayPolicy> document;

    private Providers(List<FilterProvider> all) {
        this.all = List.copyOf(all);
        Map<String, String> owners = new HashMap<>();
        for (FilterProvider provider : this.all) {
            for (Section<?> section : provider.sections()) {
                own(owners, "section " + section.name(), provider);
                sections.put(section.name(), section);
            }
            for (RouteKey<?> key : provider.routeKeys()) {
                own(owners, "route key " + key.name(), provider);
                routeKeys.put(key.name(), key);
            }
            for (CustomFilter<?> filter : provider.filters()) {
                own(owners, "filter " + filter.name(), provider);
                filters.put(filter.name(), filter);
            }
        }
        Map<String, Shape<FilterUse>> uses = new LinkedHashMap<>();
        filters.forEach((name, filter) -> uses.put(name, use(filter)));
        document = DocumentShape.of(
                List.copyOf(sections.values()),
                List.copyOf(routeKeys.values()),
                uses,
                new DocumentShape.Missing(
                        missing("section", SECTION_MODULES, sections), missing("key", ROUTE_MODULES, routeKeys)));
    }

    static Providers of(List<FilterProvider> providers) {
        return new Providers(providers);
    }

    /** Those that {@link ServiceLoader} finds, by name, so that the order of the class path decides nothing. */
    static Providers found() {
        List<FilterProvider> found = new ArrayList<>();
        ServiceLoader.load(FilterProvider.class).forEach(found::add);
        found.sort(Comparator.comparing(FilterProvider::name));
        return new Providers(found);
    }

    List<FilterProvider> all() {
        return all;
    }

    Shape<GatewayPolicy> document() {
        return document;
    }

    @Nullable
    CustomFilter<?> filter(String name) {
        return filters.get(name);
    }

    Map<String, CustomFilter<?>> filters() {
        return filters;
    }

    boolean owns(Section<?> section) {
        return sections.get(section.name()) == section;
    }

    private static void own(Map<String, String> owners, String what, FilterProvider provider) {
        String other = owners.putIfAbsent(what, provider.name());
        if (other != null) {
            throw new IllegalStateException("the " + what + " is owned by " + other + " and by " + provider.name());
        }
    }

    private static Map<String, String> missing(String noun, Map<String, String> modules, Map<String, ?> there) {
        Map<String, String> missing = new HashMap<>();
        modules.forEach((key, module) -> {
            if (!there.containsKey(key)) {
                missing.put(key, noun + " `" + key + "` needs " + module + " on the class path");
            }
        });
        return missing;
    }

    private static <S> Shape<FilterUse> use(CustomFilter<S> filter) {
        return Shapes.object("filter-" + filter.name(), members -> {
            Member<String> name = members.required("name", Shapes.word(filter.name(), filter.name()));
            Member<Mode> mode = members.withDefault("mode", Shapes.words(Mode.values()), "enforce");
            Member<OnFailure> onFailure = members.withDefault("onFailure", Shapes.words(OnFailure.values()), "closed");
            Member<S> settings = members.settings("settings", filter.settings());
            return values ->
                    new FilterUse(values.get(name), values.get(mode), values.get(onFailure), values.get(settings));
        });
    }
}
