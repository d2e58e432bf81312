package dev.portcullis.examples.serve;

import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.UpstreamPolicy;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.proxy.ReverseProxy;
import dev.portcullis.gateway.proxy.Upstream;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.TlsMaterialException;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Gives each route its proxy, and refuses a policy with a route that goes nowhere: a stand-alone gateway has no handlers of
 * its own. A proxy, and with it its connections, outlives a reload that leaves its upstream and the files of its TLS as they
 * were.
 */
final class UpstreamProvider implements FilterProvider {
    private final ScheduledExecutorService timer;

    UpstreamProvider(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    private record Settings(
            UpstreamPolicy upstream, @Nullable ClientTlsSettings tls) {}

    private record Held(ReverseProxy proxy) implements AutoCloseable {
        /** The JDK's client closes its connections when nothing refers to it any more. */
        @Override
        public void close() {}
    }

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        for (RoutePolicy route : policy.routes()) {
            UpstreamPolicy upstream = route.upstream().orElse(null);
            if (upstream == null) {
                policy.error(
                        policy.place(route),
                        "no-upstream",
                        "route \"" + route.id()
                                + "\" has no upstream, and a stand-alone gateway has no handler of its own;"
                                + " add `upstream: {url: ...}`");
                continue;
            }
            Place place = policy.place(route).member("upstream");
            ClientTlsSettings tls = null;
            if (upstream.tls() != null) {
                UpstreamTls known = UpstreamTls.of(policy, route, place);
                tls = known == null ? null : known.settings(policy, place.member("tls"), upstream.tls());
                if (known == null || tls == null) {
                    continue;
                }
                known.contribute(route, tls, contribution);
            }
            Settings settings = new Settings(upstream, tls);
            policy.kept(place, resource(route, settings), settings, () -> new Held(proxy(settings)))
                    .ifPresent(held -> contribution.attach(route, Forwarding.PROXY, held.proxy()));
        }
    }

    /** Routes to one plain upstream share its connections, its thread and its files: there may be 10,000 such routes. */
    private static String resource(RoutePolicy route, Settings settings) {
        UpstreamPolicy upstream = settings.upstream();
        return settings.tls() == null
                ? "upstream " + upstream.url() + " " + upstream.timeout()
                : "upstream-" + route.id(); // what a route trusts and shows is rotated and counted by route
    }

    private ReverseProxy proxy(Settings settings) throws TlsMaterialException {
        SSLContext context =
                settings.tls() == null ? null : ClientTls.of(settings.tls()).context();
        UpstreamPolicy upstream = settings.upstream();
        return ReverseProxy.to(new Upstream(upstream.url(), upstream.timeout(), context), timer);
    }
}
