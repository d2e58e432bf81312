package dev.portcullis.auth.access;

import dev.portcullis.gateway.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is said of subjects, found by a caller: by its own name as what it is, and by each of its groups. Immutable.
 *
 * @param <T> what is said
 */
final class SubjectIndex<T> {
    private final Map<String, T> users;
    private final Map<String, T> groups;
    private final Map<String, T> accounts;

    private SubjectIndex(Map<String, T> users, Map<String, T> groups, Map<String, T> accounts) {
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
        Map<Subject.Kind, Map<String, List<I>>> found = new HashMap<>();
        for (I item : items) {
            for (Subject subject : subjects.apply(item)) {
                Map<String, List<I>> names = found.computeIfAbsent(subject.kind(), unused -> new HashMap<>());
                for (String name : subject.names()) {
                    names.computeIfAbsent(name, unused -> new ArrayList<>()).add(item);
                }
            }
        }
        return new SubjectIndex<>(
                joined(found, Subject.Kind.USER, join),
                joined(found, Subject.Kind.GROUP, join),
                joined(found, Subject.Kind.SERVICE_ACCOUNT, join));
    }

    private static <I, T> Map<String, T> joined(
            Map<Subject.Kind, Map<String, List<I>>> found, Subject.Kind kind, Function<List<I>, T> join) {
        Map<String, T> joined = new HashMap<>();
        found.getOrDefault(kind, Map.of()).forEach((name, items) -> joined.put(name, join.apply(items)));
        return joined;
    }

    /** Whether something that is said of the caller passes the test. */
    boolean any(Principal principal, Predicate<? super T> test) {
        Map<String, T> own = principal.kind() == Principal.Kind.USER ? users : accounts;
        T said = own.get(principal.subject());
        if (said != null && test.test(said)) {
            return true;
        }
        if (groups.isEmpty()) {
            return false;
        }
        for (String group : principal.groups()) {
            T saidOfGroup = groups.get(group);
            if (saidOfGroup != null && test.test(saidOfGroup)) {
                return true;
            }
        }
        return false;
    }
}
