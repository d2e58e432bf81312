package dev.portcullis.waf.internal;

import dev.portcullis.waf.spi.BlockListProvider;
import dev.portcullis.waf.spi.GeoProvider;
import java.util.Locale;
import java.util.Map;

/** Conditions that ask a provider. */
final class ProviderCondition {
    /** Of an operator whose provider there is not. */
    static final Condition NEVER = (value, execution) -> false;

    private ProviderCondition() {}

    /** {@code @geoLookup}: what is known about the address goes to the variable {@code GEO}. */
    record Geo(GeoProvider provider) implements Condition {
        @Override
        public boolean isMetBy(Text value, Execution execution) {
            Map<String, String> facts = provider.find(value.latin1());
            execution.values().clear(Variable.GEO);
            facts.forEach((name, fact) ->
                    execution.values().add(Variable.GEO, Text.of(name.toUpperCase(Locale.ROOT)), Text.of(fact)));
            return !facts.isEmpty();
        }
    }

    /** {@code @rbl}. */
    record BlockList(BlockListProvider provider, String list) implements Condition {
        @Override
        public boolean isMetBy(Text value, Execution execution) {
            return provider.contains(list, value.latin1());
        }
    }
}
