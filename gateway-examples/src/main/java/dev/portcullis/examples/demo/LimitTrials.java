package dev.portcullis.examples.demo;

import java.util.ArrayList;
import java.util.List;

/** A flood: the burst is served, and what comes beyond it is told when to come back. */
final class LimitTrials {
    private LimitTrials() {}

    static List<Trial> flood() {
        List<Trial> trials = new ArrayList<>();
        for (int left = 2; left >= 0; left--) {
            String told = "\"search\";r=" + left;
            trials.add(Trial.of("GET", "/search", 200, Trial.OK, "a flood: " + left + " left of three")
                    .expecting(answer -> answer.field("ratelimit").startsWith(told)));
        }
        trials.add(Trial.of("GET", "/search", 429, "limit.search", "and the next one is refused")
                .expecting(answer -> answer.field("ratelimit-policy").equals("\"search\";q=3;w=3600")
                        && answer.field("retry-after").matches("1[0-9]{3}")
                        && answer.body().contains("quota-exceeded")));
        trials.add(Trial.of("GET", "/search", 429, "limit.search", "a spoofed address is no way around it")
                .with("X-Forwarded-For: 203.0.113.77"));
        return trials;
    }
}
