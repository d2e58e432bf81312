package dev.portcullis.examples.policy;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyLoader;
import dev.portcullis.gateway.policy.spi.CustomFilter;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** All modules, and an application that brings a filter of its own. */
final class Modules {
    private Modules() {}

    /** Reads policies with the variable of the example. */
    static PolicyLoader loader() {
        List<FilterProvider> all = new ArrayList<>(List.of(new MyFilter()));
        ServiceLoader.load(FilterProvider.class).forEach(all::add);
        return Policy.loader()
                .withProviders(all.toArray(FilterProvider[]::new))
                .withVariables(Map.of("REDIS_URI", "redis://127.0.0.1:6379", "URL", "https://upstream.example")::get);
    }

    private static final class MyFilter implements FilterProvider {
        @Override
        public String name() {
            return "application";
        }

        @Override
        public List<CustomFilter<?>> filters() {
            return List.of(CustomFilter.of("my-filter", (nothing, site) -> exchange -> Decision.CONTINUE));
        }
    }
}
