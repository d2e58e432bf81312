package dev.portcullis.ratelimit.policy;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Members;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.shape.Values;
import dev.portcullis.ratelimit.Terms;
import dev.portcullis.ratelimit.Tier;
import dev.portcullis.ratelimit.bucket.Bandwidth;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Terms as far as they are written: a tier or a window leaves out what is the limit's own.
 *
 * @param numbers of a single bandwidth
 * @param bandwidths several, or none
 * @param concurrency places, or 0
 */
record Given(Some numbers, List<Bandwidth> bandwidths, int concurrency) {
    /** The numbers of a bandwidth, each of which may be left out. */
    record Some(
            @Nullable Long capacity,
            @Nullable Long refill,
            @Nullable Duration per) {}

    /** The terms of some callers or times. */
    record Case<T>(T when, Given given) {}

    /** When a window is open. */
    record Times(LocalTime from, LocalTime to, ZoneId zone) {}

    /** The members that hold the numbers of a bandwidth. */
    record Numbers(Member<Long> capacity, Member<Long> refill, Member<Duration> per) {
        static Numbers of(Members members) {
            return new Numbers(
                    members.optional("capacity", Shapes.number(1, Bandwidth.MOST)),
                    members.optional("refill", Shapes.number(1, Bandwidth.MOST)),
                    members.optional("per", Shapes.duration("1ms", "366d")));
        }

        Some read(Values values) {
            return new Some(values.orNull(capacity), values.orNull(refill), values.orNull(per));
        }
    }

    /** The terms of a limit, which says everything itself. */
    Terms alone() {
        return over(new Given(new Some(null, null, null), List.of(), 0));
    }

    /** These terms, and where they say nothing the limit's own. */
    Terms over(Given own) {
        int places = concurrency > 0 ? concurrency : own.concurrency;
        if (concurrency > 0 || (own.concurrency > 0 && bandwidths.isEmpty() && numbers.capacity() == null)) {
            return new Terms.Concurrency(places);
        }
        if (!bandwidths.isEmpty()) {
            return new Terms.Tokens(bandwidths);
        }
        Long capacity = numbers.capacity() != null ? numbers.capacity() : own.numbers.capacity();
        Long refill = numbers.refill() != null ? numbers.refill() : own.numbers.refill();
        Duration per = numbers.per() != null ? numbers.per() : own.numbers.per();
        if (capacity == null || refill == null || per == null) {
            throw new IllegalArgumentException(
                    "capacity, refill and per are needed; where the limit has bandwidths, write bandwidths here too");
        }
        return new Terms.Tokens(List.of(new Bandwidth(capacity, refill, per)));
    }

    static Shape<Case<Tier.Condition>> tier() {
        return Shapes.object("limitTier", members -> {
            Member<Tier.Condition> when = members.required("when", condition());
            TermMembers terms = TermMembers.of(members);
            return values -> new Case<>(values.get(when), terms.read(values));
        });
    }

    static Shape<Case<Times>> window() {
        return Shapes.object("limitWindow", members -> {
            Member<LocalTime> from = members.required("from", Shapes.timeOfDay());
            Member<LocalTime> to = members.required("to", Shapes.timeOfDay());
            Member<ZoneId> zone = members.required("zone", Shapes.zone());
            TermMembers terms = TermMembers.of(members);
            return values ->
                    new Case<>(new Times(values.get(from), values.get(to), values.get(zone)), terms.read(values));
        });
    }

    /** The members that hold other terms. */
    private record TermMembers(Numbers numbers, Member<List<Bandwidth>> bandwidths, Member<Integer> concurrency) {
        static TermMembers of(Members members) {
            Numbers numbers = Numbers.of(members);
            Member<List<Bandwidth>> bandwidths = members.optional(
                    "bandwidths", Shapes.list(LimitShape.bandwidth(), 10).notEmpty());
            Member<Integer> concurrency = members.optional("concurrency", Shapes.integer(1, 1_000_000));
            members.atLeastOne(numbers.capacity(), numbers.refill(), numbers.per(), bandwidths, concurrency);
            members.atMostOne(numbers.capacity(), bandwidths, concurrency);
            return new TermMembers(numbers, bandwidths, concurrency);
        }

        Given read(Values values) {
            return new Given(numbers.read(values), values.or(bandwidths, List.of()), values.or(concurrency, 0));
        }
    }

    private static Shape<Tier.Condition> condition() {
        return Shapes.object("tierCondition", members -> {
            Member<String> claim = members.optional("claim", Shapes.text());
            Member<String> equal = members.optional("equals", Shapes.text());
            Member<String> role = members.optional("role", Shapes.text());
            members.exactlyOne(claim, role);
            members.together(claim, equal);
            members.together(equal, claim);
            return values -> {
                String name = values.orNull(role);
                return name != null
                        ? new Tier.Condition.Role(name)
                        : new Tier.Condition.ClaimEquals(values.get(claim), values.get(equal));
            };
        });
    }
}
