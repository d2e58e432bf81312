package dev.portcullis.waf;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.PathVariables;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.RuleMatches;
import dev.portcullis.gateway.Verdict;
import java.util.Optional;

/** One exchange on its way through the rules. */
final class InspectedExchange {
    private static final byte[] NOTHING = {};

    private final Exchange exchange;
    private final Waf waf;
    private final Transaction transaction;
    private final WafCounters counters;
    private final int matchesListed;
    private final boolean streams;
    private RuleMatches told = RuleMatches.NONE;
    private int matchesTold;

    InspectedExchange(Exchange exchange, Waf waf, WafCounters counters, int matchesListed) {
        this.exchange = exchange;
        this.waf = waf;
        this.counters = counters;
        this.matchesListed = matchesListed;
        transaction = waf.begin();
        streams = exchange.get(Route.KEY).filter(Route::isStream).isPresent();
    }

    Verdict head() {
        RequestHead head = exchange.request();
        transaction
                .id(exchange.id())
                .connection(
                        head.clientAddress().text(),
                        head.clientAddress().forwarded() ? 0 : exchange.peer().port(),
                        "",
                        Math.max(0, head.port()))
                .requestLine(head.method(), head.target(), head.protocol());
        Headers headers = head.headers();
        for (int i = 0; i < headers.size(); i++) {
            transaction.requestHeader(headers.name(i), headers.value(i));
        }
        if (!head.host().isEmpty() && !headers.contains("Host")) {
            transaction.requestHeader("Host", authority(head)); // HTTP/2 has it in a pseudo header
        }
        exchange.get(PathVariables.KEY).ifPresent(variables -> variables.asMap().forEach(transaction::pathArgument));
        Verdict verdict = verdict(transaction.requestHead());
        if (verdict != Decision.CONTINUE) {
            return verdict;
        }
        if (streams || !transaction.wantsRequestBody()) {
            verdict = verdict(transaction.requestBody(NOTHING, 0, 0, false));
        } else {
            exchange.inspectRequestBody(requestLimit(), this::requestBody);
        }
        if (waf.inspectsResponses()) {
            exchange.inspectResponse(this::responseHead);
        }
        return verdict;
    }

    private static String authority(RequestHead head) {
        return head.port() < 0 ? head.host() : head.host() + ':' + head.port();
    }

    private BodyLimit requestLimit() {
        int bytes = (int) Math.min(Integer.MAX_VALUE - 8, transaction.requestBodyLimit());
        return waf.rejectsLargeRequestBodies() ? BodyLimit.reject(bytes) : BodyLimit.inspectPrefix(bytes);
    }

    private Verdict requestBody(Body body) {
        byte[] bytes = body.toByteArray();
        return verdict(transaction.requestBody(bytes, 0, bytes.length, body.truncated()));
    }

    private Verdict responseHead(ResponseHead head) {
        transaction.responseLine(head.status(), exchange.request().protocol());
        Headers headers = head.headers();
        for (int i = 0; i < headers.size(); i++) {
            transaction.responseHeader(headers.name(i), headers.value(i));
        }
        Verdict verdict = verdict(transaction.responseHead());
        if (verdict != Decision.CONTINUE) {
            return verdict;
        }
        if (streams || !transaction.wantsResponseBody()) {
            return verdict(transaction.responseBody(NOTHING, 0, 0, false));
        }
        int bytes = (int) Math.min(Integer.MAX_VALUE - 8, transaction.responseBodyLimit());
        exchange.inspectResponseBody(
                waf.rejectsLargeResponseBodies() ? BodyLimit.reject(bytes) : BodyLimit.inspectPrefix(bytes),
                this::responseBody);
        return verdict;
    }

    private Verdict responseBody(Body body) {
        byte[] bytes = body.toByteArray();
        return verdict(transaction.responseBody(bytes, 0, bytes.length, body.truncated()));
    }

    private Verdict verdict(Optional<Interruption> interruption) {
        tell();
        if (interruption.isEmpty()) {
            return Decision.CONTINUE;
        }
        Interruption stop = interruption.get();
        counters.refused(stop);
        return Decision.reject(Refusals.of(stop, transaction, route()).withMatches(told));
    }

    private String route() {
        return exchange.get(Route.KEY).map(Route::id).orElse("");
    }

    /** Leaves on the exchange what matched, if there is more than before. */
    private void tell() {
        int all = transaction.matchCount() + transaction.shadowMatchCount();
        if (all > matchesTold) {
            matchesTold = all;
            told = ListedMatches.of(transaction, matchesListed);
            exchange.put(RuleMatches.KEY, told);
        }
    }

    void finish() {
        transaction.finish();
        counters.matched(transaction);
    }
}
