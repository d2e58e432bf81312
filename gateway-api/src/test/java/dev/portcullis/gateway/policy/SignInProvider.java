package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.CustomFilter;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.TestCaller;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small authentication: who calls is what a header says, or what the claims of a test say under the name that the section
 * gives; and a filter that lets nobody in by day.
 */
final class SignInProvider implements FilterProvider {
    private static final Shape<String> SHAPE = Shapes.object("signIn", members -> {
        Member<String> subject = members.withDefault("subject", Shapes.name(), "sub");
        return values -> values.get(subject);
    });
    static final Section<String> SIGN_IN = Section.of("signIn", SHAPE);

    @Override
    public String name() {
        return "gateway-sign-in";
    }

    @Override
    public List<Section<?>> sections() {
        return List.of(SIGN_IN);
    }

    @Override
    public List<CustomFilter<?>> filters() {
        return List.of(CustomFilter.of("at-night", (nothing, site) -> {
            var clock = site.policy().clock();
            return exchange -> clock.instant().atOffset(ZoneOffset.UTC).getHour() >= 20
                    ? Decision.CONTINUE
                    : Decision.reject(Reason.FORBIDDEN, "night.closed", "it is day");
        }));
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        policy.get(SIGN_IN).ifPresent(subject -> {
            contribution
                    .install(Stage.AUTHENTICATION, new Named("sign-in", exchange -> signIn(exchange, subject)))
                    .mode(route -> policy.mode(Feature.AUTHENTICATION, route))
                    .provides(Principal.KEY)
                    .at(SIGN_IN.place());
            contribution
                    .install(Stage.AUTHORIZATION, new Named("authorization", SignInProvider::authorize))
                    .mode(route -> policy.mode(Feature.AUTHORIZATION, route))
                    .needs(Principal.KEY);
        });
    }

    private record Named(String name, Filter filter) implements Filter {
        @Override
        public Verdict onRequest(Exchange exchange) {
            return filter.onRequest(exchange);
        }
    }

    private static Verdict authorize(Exchange exchange) {
        return exchange.get(Principal.KEY).isPresent() || open(exchange)
                ? Decision.CONTINUE
                : Decision.reject(Reason.FORBIDDEN, "sign-in.nobody", "nobody signed in");
    }

    private static boolean open(Exchange exchange) {
        return exchange.get(Route.KEY)
                .filter(route -> route.authentication() == Route.Authentication.NONE)
                .isPresent();
    }

    private static Decision signIn(Exchange exchange, String claim) {
        if (open(exchange)) {
            return Decision.CONTINUE;
        }
        String user = exchange.get(TestCaller.KEY)
                .map(caller -> String.valueOf(caller.claims().get(claim)))
                .or(() -> exchange.request().headers().first("X-Signed-In"))
                .orElse(null);
        if (user == null) {
            return Decision.reject(Reason.UNAUTHENTICATED, "sign-in.missing", "no credential");
        }
        exchange.put(
                Principal.KEY,
                new Principal(user, Principal.Kind.USER, "test", null, null, Set.of(), Set.of(), Set.of(), Map.of()));
        return Decision.CONTINUE;
    }
}
