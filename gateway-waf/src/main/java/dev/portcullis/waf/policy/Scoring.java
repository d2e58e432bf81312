package dev.portcullis.waf.policy;

import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.waf.Overrides;

/**
 * How strict rules are that score. It is told to them in the variables that the Core Rule Set reads, by the names of all its
 * generations.
 *
 * @param paranoia 1 to 4: which rules run
 * @param threshold the score of a request that is refused
 * @param outboundThreshold the score of a response that is refused
 */
record Scoring(int paranoia, int threshold, int outboundThreshold) {
    static final Shape<Integer> PARANOIA = Shapes.integer(1, 4);
    static final Shape<Integer> THRESHOLD = Shapes.integer(1, 1_000_000);

    private static final long SETUP_VERSION = 400;

    void preset(Overrides.Builder overrides) {
        overrides.tx("crs_setup_version", SETUP_VERSION);
        overrides.tx("blocking_paranoia_level", paranoia);
        overrides.tx("detection_paranoia_level", paranoia);
        overrides.tx("paranoia_level", paranoia);
        overrides.tx("executing_paranoia_level", paranoia);
        overrides.tx("inbound_anomaly_score_threshold", threshold);
        overrides.tx("outbound_anomaly_score_threshold", outboundThreshold);
    }
}
