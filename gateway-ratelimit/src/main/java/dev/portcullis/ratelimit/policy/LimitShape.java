package dev.portcullis.ratelimit.policy;

import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.ratelimit.Cost;
import dev.portcullis.ratelimit.KeyPart;
import dev.portcullis.ratelimit.OnLimit;
import dev.portcullis.ratelimit.RateLimit;
import dev.portcullis.ratelimit.Terms;
import dev.portcullis.ratelimit.Tier;
import dev.portcullis.ratelimit.Window;
import dev.portcullis.ratelimit.bucket.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One item of {@code rateLimits}. */
final class LimitShape {
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}";

    private LimitShape() {}

    static Shape<RateLimit> shape() {
        return Shapes.object("rateLimit", members -> {
            Member<String> name = members.required(
                    "name",
                    Shapes.text(
                            "a name of letters, digits, _ and -, with dots between",
                            "[A-Za-z0-9][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+)*",
                            64));
            Member<List<KeyPart>> key = members.required(
                    "key", Shapes.list(keyPart(), 10).notEmpty().distinct());
            Given.Numbers numbers = Given.Numbers.of(members);
            Member<List<Bandwidth>> bandwidths =
                    members.optional("bandwidths", Shapes.list(bandwidth(), 10).notEmpty());
            Member<Integer> concurrency = members.optional("concurrency", Shapes.integer(1, 1_000_000));
            members.exactlyOne(numbers.capacity(), bandwidths, concurrency);
            members.together(numbers.capacity(), numbers.refill(), numbers.per());
            members.together(numbers.refill(), numbers.capacity());
            members.together(numbers.per(), numbers.capacity());
            Member<Cost> cost = members.withDefault("cost", cost(), 1);
            Member<OnLimit> onLimit = members.withDefault("onLimit", onLimit(), "reject");
            Member<List<Given.Case<Tier.Condition>>> tiers =
                    members.withDefault("tiers", Shapes.list(Given.tier(), 20), List.of());
            Member<List<Given.Case<Given.Times>>> schedule =
                    members.withDefault("schedule", Shapes.list(Given.window(), 20), List.of());
            Member<Boolean> routes = members.optional("routes", Shapes.word("all", true));
            Member<Mode> mode = members.optional("mode", Shapes.words(Mode.values()));
            Member<Long> memory = members.withDefault("memory", Shapes.size("64KiB", "16GiB"), "16MiB");
            Member<RateLimit.Fields> fields =
                    members.withDefault("fields", Shapes.words(RateLimit.Fields.values()), "always");
            Member<Boolean> legacy = members.withDefault("legacyFields", Shapes.flag(), false);
            return values -> {
                Given own =
                        new Given(numbers.read(values), values.or(bandwidths, List.of()), values.or(concurrency, 0));
                Terms terms = own.alone();
                List<Tier> others = new ArrayList<>();
                values.get(tiers)
                        .forEach(tier ->
                                others.add(new Tier(tier.when(), tier.given().over(own))));
                List<Window> windows = new ArrayList<>();
                values.get(schedule).forEach(window -> {
                    Given.Times times = window.when();
                    windows.add(new Window(
                            times.from(),
                            times.to(),
                            times.zone(),
                            window.given().over(own)));
                });
                return new RateLimit(
                        values.get(name),
                        values.get(key),
                        terms,
                        values.get(cost),
                        values.get(onLimit),
                        others,
                        windows,
                        values.or(routes, false),
                        values.orNull(mode),
                        values.get(memory),
                        values.get(fields),
                        values.get(legacy));
            };
        });
    }

    private static Shape<KeyPart> keyPart() {
        Map<String, KeyPart> facts = new LinkedHashMap<>();
        for (KeyPart.Fact fact : KeyPart.Fact.values()) {
            facts.put(fact.written(), fact);
        }
        String words = String.join(", ", facts.keySet()) + ", header:NAME or claim:PATH";
        String regex = String.join("|", facts.keySet()) + "|header:" + TOKEN + "|claim:[^\\s]{1,256}";
        return Shapes.text(words, regex, 300, facts.keySet()).as("invalid", text -> {
            KeyPart fact = facts.get(text);
            if (fact != null) {
                return fact;
            }
            String rest = text.substring(text.indexOf(':') + 1);
            return text.startsWith("header:") ? new KeyPart.Header(rest) : new KeyPart.Claim(rest);
        });
    }

    static Shape<Bandwidth> bandwidth() {
        return Shapes.object("bandwidth", members -> {
            Member<Long> capacity = members.required("capacity", Shapes.number(1, Bandwidth.MOST));
            Member<Long> refill = members.required("refill", Shapes.number(1, Bandwidth.MOST));
            Member<Duration> per = members.required("per", Shapes.duration("1ms", "366d"));
            return values -> new Bandwidth(values.get(capacity), values.get(refill), values.get(per));
        });
    }

    private static Shape<Cost> cost() {
        Shape<Cost> fixed = Shapes.number(1, 1_000_000).as("invalid", Cost.Fixed::new);
        Shape<Cost> header = Shapes.object("costHeader", members -> {
            Member<String> name = members.required("header", Shapes.text("the name of a field", TOKEN, 128));
            return values -> new Cost.ByHeader(values.get(name));
        });
        Shape<Cost> body = Shapes.object("costBody", members -> {
            Member<Long> unit = members.required("bodyBytes", Shapes.size());
            return values -> new Cost.ByBodyBytes(values.get(unit));
        });
        return Shapes.choice(fixed, header, body);
    }

    private static Shape<OnLimit> onLimit() {
        Shape<OnLimit.Queue> line = Shapes.object("limitQueue", members -> {
            Member<Integer> length = members.required("length", Shapes.integer(1, 100_000));
            Member<Duration> timeout = members.required("timeout", Shapes.duration("1ms", "10m"));
            return values -> new OnLimit.Queue(values.get(length), values.get(timeout));
        });
        Shape<OnLimit> delay = Shapes.object("onLimitDelay", members -> {
            Member<Duration> most = members.required("delay", Shapes.duration("1ms", "10m"));
            return values -> new OnLimit.Delay(values.get(most));
        });
        Shape<OnLimit> queue = Shapes.object("onLimitQueue", members -> {
            Member<OnLimit.Queue> own = members.required("queue", line);
            return values -> values.get(own);
        });
        return Shapes.choice(Shapes.word("reject", OnLimit.REJECT), delay, queue);
    }
}
