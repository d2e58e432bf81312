package dev.portcullis.waf.policy;

import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.waf.Waf;
import dev.portcullis.waf.WafCounters;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What the firewall reports. */
final class WafMetrics {
    private WafMetrics() {}

    static void report(WafCounters counters, Waf waf, Contribution to) {
        counter(to, "portcullis_waf_exchanges_total", "Exchanges that rules looked at.", Map.of(), counters::exchanges);
        String refusals = "portcullis_waf_refusals_total";
        String help = "Requests and responses that the firewall refused.";
        counter(to, refusals, help, Map.of("what", "request"), counters::refusedRequests);
        counter(to, refusals, help, Map.of("what", "response"), counters::refusedResponses);
        counter(to, refusals, help, Map.of("what", "limit"), counters::reachedLimits);
        String matches = "portcullis_waf_rule_matches_total";
        String each = "Rules that matched, each once an exchange.";
        counter(to, matches, each, Map.of("mode", "block"), counters::matchedRules);
        counter(to, matches, each, Map.of("mode", "shadow"), counters::shadowMatchedRules);
        int rules = waf.report().rules();
        to.report(
                new Metric("portcullis_waf_rules", "Rules that are loaded.", Metric.Kind.GAUGE, Map.of(), () -> rules));
    }

    private static void counter(
            Contribution to, String name, String help, Map<String, String> labels, DoubleSupplier value) {
        to.report(new Metric(name, help, Metric.Kind.COUNTER, labels, value));
    }
}
