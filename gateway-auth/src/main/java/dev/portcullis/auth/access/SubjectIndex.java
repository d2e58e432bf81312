package dev.portcullis.auth.access;

import dev.portcullis.gateway.Principal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is said of subjects, found by a caller: by its own name as what it is, and by each of its groups, each with its issuer.
 * Immutable.
 *
 * @param <T> what is said
 */
final class SubjectIndex<T> {
    private final Map<String, Said<T>> users;
    private final Map<String, Said<T>> groups;
    private final Map<String, Said<T>> accounts;

    /** What is said of one name: as any issuer's, and, with that, as the name that certain issuers vouch for. */
    private record Said<T>(@Nullable T ofAny, Map<String, T> ofIssuer) {
        @Nullable
        T by(String issuer) {
            T known = ofIssuer.isEmpty() ? null : ofIssuer.get(issuer);
            return known == null ? ofAny : known;
        }
    }

    /** The items about one name, in their order, each with the subject that names it. */
    private record About<I>(I item, Subject subject) {}

    private SubjectIndex(Map<String, Said<T>> users, Map<String, Said<T>> groups, Map<String, Said<T>> accounts) {
        this.users = users;
        this.groups = groups;
        this.accounts = accounts;
    }

    /**
     * An index.
     *
     * @param items in any order
     * @param subjects whom an item is about
     * @param join makes one of all items about one subject
     */
    static <I, T> SubjectIndex<T> of(List<I> items, Function<I, List<Subject>> subjects, Function<List<I>, T> join) {
        Map<Subject.Kind, Map<String, List<About<I>>>> found = new EnumMap<>(Subject.Kind.class);
        for (I item : items) {
            for (Subject subject : subjects.apply(item)) {
                found.computeIfAbsent(subject.kind(), unused -> new HashMap<>())
                        .computeIfAbsent(subject.name(), unused -> new ArrayList<>())
                        .add(new About<>(item, subject));
            }
        }
        return new SubjectIndex<>(
                joined(found, Subject.Kind.USER, join),
                joined(found, Subject.Kind.GROUP, join),
                joined(found, Subject.Kind.SERVICE_ACCOUNT, join));
    }

    private static <I, T> Map<String, Said<T>> joined(
            Map<Subject.Kind, Map<String, List<About<I>>>> found, Subject.Kind kind, Function<List<I>, T> join) {
        Map<String, Said<T>> joined = new HashMap<>();
        found.getOrDefault(kind, Map.of()).forEach((name, about) -> joined.put(name, said(about, join)));
        return joined;
    }

    private static <I, T> Said<T> said(List<About<I>> about, Function<List<I>, T> join) {
        List<I> ofAny = items(about, null);
        Map<String, T> ofIssuer = new HashMap<>();
        for (About<I> each : about) {
            for (String issuer : each.subject().issuers()) {
                ofIssuer.computeIfAbsent(issuer, named -> join.apply(items(about, named)));
            }
        }
        return new Said<>(ofAny.isEmpty() ? null : join.apply(ofAny), ofIssuer);
    }

    /** The items about the name as this issuer's; {@code null} for one that no item names. */
    private static <I> List<I> items(List<About<I>> about, @Nullable String issuer) {
        List<I> items = new ArrayList<>();
        for (About<I> each : about) {
            if (each.subject().issuers().isEmpty()
                    || issuer != null && each.subject().issuers().contains(issuer)) {
                items.add(each.item());
            }
        }
        return items;
    }

    /**
     * Whether something that is said of the caller passes the test.
     *
     * @param eitherKind whether what is said of users is said of a service account of that name too, and the other way round
     */
    boolean any(Principal principal, boolean eitherKind, Predicate<? super T> test) {
        boolean user = principal.kind() == Principal.Kind.USER;
        if (passes((user ? users : accounts).get(principal.subject()), principal, test)
                || eitherKind && passes((user ? accounts : users).get(principal.subject()), principal, test)) {
            return true;
        }
        if (groups.isEmpty()) {
            return false;
        }
        for (String group : principal.groups()) {
            if (passes(groups.get(group), principal, test)) {
                return true;
            }
        }
        return false;
    }

    private static <T> boolean passes(@Nullable Said<T> said, Principal principal, Predicate<? super T> test) {
        T by = said == null ? null : said.by(principal.issuer());
        return by != null && test.test(by);
    }
}
