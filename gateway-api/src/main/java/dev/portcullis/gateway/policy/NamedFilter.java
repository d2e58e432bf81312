package dev.portcullis.gateway.policy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Verdict;

/** A filter under the name that the policy has for it, whatever its class is called. */
final class NamedFilter implements Filter {
    private final String name;
    private final Filter filter;

    NamedFilter(String name, Filter filter) {
        this.name = name;
        this.filter = requireNonNull(filter, "filter");
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        return filter.onRequest(exchange);
    }

    @Override
    public String name() {
        return name;
    }
}
