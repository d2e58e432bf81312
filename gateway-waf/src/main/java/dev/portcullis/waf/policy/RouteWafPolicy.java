package dev.portcullis.waf.policy;

import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code waf} of a route: what is different there. Absent parts are as in the section.
 *
 * @param mode how the whole firewall runs there
 * @param paranoia 1 to 4
 * @param threshold the score of a request that is refused
 * @param outboundThreshold the score of a response that is refused
 * @param exclude what rules pass over, besides what the section says
 * @param ruleModes which rules do not refuse, besides what the section says
 */
record RouteWafPolicy(
        @Nullable Mode mode,
        @Nullable Integer paranoia,
        @Nullable Integer threshold,
        @Nullable Integer outboundThreshold,
        List<ExclusionPolicy> exclude,
        List<RuleModePolicy> ruleModes) {
    static final RouteKey<RouteWafPolicy> KEY = RouteKey.of("waf", shape());

    private static Shape<RouteWafPolicy> shape() {
        return Shapes.object("routeWaf", members -> {
            Member<Mode> mode = members.optional("mode", Shapes.words(Mode.values()));
            Member<Integer> paranoia = members.optional("paranoia", Scoring.PARANOIA);
            Member<Integer> threshold = members.optional("threshold", Scoring.THRESHOLD);
            Member<Integer> outbound = members.optional("outboundThreshold", Scoring.THRESHOLD);
            Member<List<ExclusionPolicy>> exclude =
                    members.withDefault("exclude", Shapes.list(ExclusionPolicy.HERE), List.of());
            Member<List<RuleModePolicy>> modes =
                    members.withDefault("ruleModes", Shapes.list(RuleModePolicy.HERE), List.of());
            return values -> new RouteWafPolicy(
                    values.orNull(mode),
                    values.orNull(paranoia),
                    values.orNull(threshold),
                    values.orNull(outbound),
                    values.get(exclude),
                    values.get(modes));
        });
    }

    /** Whether rules run differently on this route. */
    boolean changesRules() {
        return paranoia != null
                || threshold != null
                || outboundThreshold != null
                || !exclude.isEmpty()
                || !ruleModes.isEmpty();
    }

    Scoring scoring(Scoring general) {
        return new Scoring(
                paranoia == null ? general.paranoia() : paranoia,
                threshold == null ? general.threshold() : threshold,
                outboundThreshold == null ? general.outboundThreshold() : outboundThreshold);
    }
}
