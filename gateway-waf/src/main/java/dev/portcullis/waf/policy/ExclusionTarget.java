package dev.portcullis.waf.policy;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Members;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.shape.Values;
import dev.portcullis.waf.Overrides;
import dev.portcullis.waf.RuleSelector;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What values of a request an exclusion means, by the kinds of places that requests have. */
record ExclusionTarget(Kind kind, String name) {
    /** A kind of place; the policy names it in lower case. */
    enum Kind {
        /** As a rule would name it. */
        TARGET,
        /** A parameter of query or form. */
        PARAMETER,
        /** A field of a form, in the body only. */
        FORM,
        /** A path into a JSON body. */
        JSON,
        COOKIE,
        HEADER,
        /** An argument in a GraphQL document, by fields and arguments; {@code document} is the document itself. */
        GRAPHQL,
        /** The texts of an XML body. */
        TEXT,
        /** The attributes of an XML body. */
        ATTRIBUTES
    }

    private static final Shape<String> ANY = Shapes.text();

    /** The members of which one says what is meant. */
    static final class Choice {
        private final Map<Kind, Member<String>> members;
        private final Member<Kind> xml;

        Choice(Members of) {
            members = new EnumMap<>(Kind.class);
            members.put(Kind.TARGET, of.optional("target", ANY));
            members.put(Kind.PARAMETER, of.optional("parameter", ANY));
            members.put(Kind.FORM, of.optional("form", ANY));
            members.put(Kind.JSON, of.optional("json", ANY));
            members.put(Kind.COOKIE, of.optional("cookie", ANY));
            members.put(Kind.HEADER, of.optional("header", ANY));
            members.put(Kind.GRAPHQL, of.optional("graphql", ANY));
            xml = of.optional("xml", Shapes.words(Kind.TEXT, Kind.ATTRIBUTES));
            Member<?>[] all = members.values().toArray(new Member<?>[members.size() + 1]);
            all[members.size()] = xml;
            of.atMostOne(all);
        }

        @Nullable
        ExclusionTarget of(Values values) {
            for (Map.Entry<Kind, Member<String>> member : members.entrySet()) {
                String name = values.orNull(member.getValue());
                if (name != null) {
                    return new ExclusionTarget(member.getKey(), name);
                }
            }
            Kind part = values.orNull(xml);
            return part == null ? null : new ExclusionTarget(part, "");
        }
    }

    void exclude(Overrides.Builder overrides, RuleSelector rules) {
        switch (kind) {
            case TARGET -> overrides.exclude(rules, name);
            case PARAMETER -> overrides.excludeParameter(rules, name);
            case FORM -> overrides.excludeFormField(rules, name);
            case JSON -> overrides.excludeJson(rules, name);
            case COOKIE -> overrides.exclude(rules, "REQUEST_COOKIES:" + name);
            case HEADER -> overrides.exclude(rules, "REQUEST_HEADERS:" + name);
            case TEXT -> overrides.exclude(rules, "XML:/*");
            case ATTRIBUTES -> overrides.exclude(rules, "XML://@*");
            case GRAPHQL -> overrides.excludeGraphQl(rules, name);
        }
    }
}
