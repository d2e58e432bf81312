package dev.portcullis.audit;

import dev.portcullis.audit.Redaction.Pseudonymised;
import dev.portcullis.audit.Ruling.Decision;
import dev.portcullis.audit.Ruling.FilterRuling;
import dev.portcullis.audit.Ruling.MatchedRule;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RuleMatch;
import dev.portcullis.gateway.RuleMatches;
import dev.portcullis.gateway.TlsFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes events of facts, and leaves out what must not be told. Confined to the thread that writes. */
final class Redactor {
    private static final int NAME = 256;
    private static final int MESSAGE = 256;
    private static final int MATCHES = 50;
    private static final int VERDICTS = 20;
    private static final int METHOD = 32;
    private static final Map<Mode, String> MODES = Words.of(Mode.class);
    private static final Map<Outcome.End, String> ENDS = Words.of(Outcome.End.class);

    private final Redaction redaction;
    private final Digests digests;
    private final PathMask paths;
    private final FieldRedaction values;
    private final Addresses addresses;

    /**
     * A redactor.
     *
     * @param processKey digests are made with it where the policy has no key; of this process alone
     */
    Redactor(Redaction redaction, byte[] processKey) {
        this.redaction = redaction;
        byte[] key = redaction.pseudonymKey();
        this.digests =
                new Digests(key == null ? processKey : key, redaction.period().toSeconds());
        this.paths = new PathMask(digests);
        this.values = new FieldRedaction(redaction, digests);
        this.addresses = new Addresses(redaction, digests);
    }

    AuditEvent event(ExchangeFacts facts) {
        Outcome outcome = facts.outcome;
        return new AuditEvent(
                facts.kind,
                facts.start,
                facts.id,
                facts.trace == null ? null : facts.trace.traceId(),
                facts.policy,
                actor(facts),
                request(facts),
                facts.kind.equals("intent") ? null : ruling(facts),
                transfer(facts, outcome),
                java.util.Collections.emptySortedMap());
    }

    private Actor actor(ExchangeFacts facts) {
        Principal principal = facts.principal;
        String client = addresses.text(facts.client, facts.start);
        String peer =
                facts.peer.address().equals(facts.client) ? null : addresses.text(facts.peer.address(), facts.start);
        if (principal == null) {
            return new Actor(AuditEvent.UNKNOWN, null, null, null, client, peer);
        }
        String credential = principal.credentialId();
        return new Actor(
                pseudonym(Pseudonymised.SUBJECT, "subject", principal.subject(), facts),
                Wording.clean(principal.issuer(), NAME),
                credential == null ? null : pseudonym(Pseudonymised.CREDENTIAL, "credential", credential, facts),
                principal.tenant() == null ? null : Wording.clean(principal.tenant(), NAME),
                client,
                peer);
    }

    private String pseudonym(Pseudonymised what, String kind, String value, ExchangeFacts facts) {
        return redaction.pseudonymised().contains(what)
                ? digests.pseudonym(kind, value, facts.start)
                : Wording.clean(value, NAME);
    }

    private AuditedRequest request(ExchangeFacts facts) {
        TlsFacts tls = facts.peer.tls();
        return new AuditedRequest(
                method(facts.method),
                Wording.clean(paths.mask(facts.path), ExchangeFacts.MAX_PATH),
                facts.route,
                facts.scheme,
                facts.protocol == null ? null : Wording.clean(facts.protocol, METHOD),
                tls == null ? null : tls(tls),
                values.fields(facts.fields),
                values.parameters(facts.query));
    }

    private static AuditedTls tls(TlsFacts tls) {
        String name = tls.serverName();
        return new AuditedTls(
                tls.protocol(),
                tls.cipherSuite(),
                name == null ? null : Wording.clean(name, NAME),
                tls.peerCertificates().isEmpty()
                        ? null
                        : Fingerprint.of(tls.peerCertificates().get(0)));
    }

    /** A method that is no token was not a method. */
    private static String method(String method) {
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            boolean ok = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
            if (!ok || i >= METHOD) {
                return AuditEvent.UNKNOWN;
            }
        }
        return method.isEmpty() ? AuditEvent.UNKNOWN : method;
    }

    private Ruling ruling(ExchangeFacts facts) {
        Outcome outcome = facts.outcome;
        Rejection rejection = outcome == null ? null : outcome.rejection();
        List<FilterVerdict> said = outcome == null ? List.of() : outcome.verdicts();
        List<FilterRuling> verdicts = said.isEmpty() ? List.of() : verdicts(said);
        Decision decision = rejection != null ? Decision.DENY : isShadowed(said) ? Decision.SHADOW : Decision.ALLOW;
        RuleMatches matches = matches(facts, rejection, said);
        return new Ruling(
                decision,
                rejection == null ? null : rejection.code(),
                outcome == null ? null : outcome.decidedBy(),
                verdicts,
                matches.matches().isEmpty() ? List.of() : matched(matches, facts.route),
                matches.omitted() + Math.max(0, matches.matches().size() - MATCHES),
                outcome == null ? List.of() : outcome.runs(),
                facts.limits == null ? List.of() : facts.limits.names());
    }

    private static boolean isShadowed(List<FilterVerdict> said) {
        for (FilterVerdict verdict : said) {
            if (verdict.mode() == Mode.SHADOW) {
                return true;
            }
        }
        return false;
    }

    private static RuleMatches matches(ExchangeFacts facts, @Nullable Rejection rejection, List<FilterVerdict> said) {
        if (rejection != null && !rejection.matches().matches().isEmpty()) {
            return rejection.matches();
        }
        if (facts.matches != null) {
            return facts.matches;
        }
        for (FilterVerdict verdict : said) {
            Rejection refused = verdict.rejection();
            if (refused != null && !refused.matches().matches().isEmpty()) {
                return refused.matches();
            }
        }
        return RuleMatches.NONE;
    }

    private static List<FilterRuling> verdicts(List<FilterVerdict> said) {
        List<FilterRuling> verdicts = new ArrayList<>(Math.min(said.size(), VERDICTS));
        for (FilterVerdict verdict : said) {
            if (verdicts.size() == VERDICTS) {
                break;
            }
            Rejection rejection = verdict.rejection();
            Throwable failure = verdict.failure();
            verdicts.add(new FilterRuling(
                    verdict.filter(),
                    String.valueOf(MODES.get(verdict.mode())),
                    rejection == null ? null : rejection.code(),
                    failure == null ? null : failure.getClass().getName()));
        }
        return verdicts;
    }

    private List<MatchedRule> matched(RuleMatches matches, @Nullable String route) {
        List<MatchedRule> matched = new ArrayList<>(Math.min(matches.matches().size(), MATCHES));
        for (RuleMatch match : matches.matches()) {
            if (matched.size() == MATCHES) {
                break;
            }
            matched.add(new MatchedRule(
                    match.rule(),
                    Wording.clean(match.message(), MESSAGE),
                    values.target(match.target()),
                    values.matched(match.target(), match.data()),
                    exclude(match, route)));
        }
        return matched;
    }

    private @Nullable ProposedExclusion exclude(RuleMatch match, @Nullable String route) {
        return switch (match.exclusion()) {
            case NONE -> null;
            case RULE -> ProposedExclusion.of(match.rule(), null, route);
            case TARGET -> ProposedExclusion.of(match.rule(), values.excludable(match.target()), route);
        };
    }

    private static Transfer transfer(ExchangeFacts facts, @Nullable Outcome outcome) {
        Integer status = facts.status == 0 ? null : facts.status;
        if (outcome == null) {
            return new Transfer(status, null, null, null, null, false);
        }
        return new Transfer(
                status,
                ENDS.get(outcome.end()),
                outcome.durationNanos(),
                outcome.requestBytes(),
                outcome.responseBytes(),
                outcome.responseUninspected());
    }
}
