package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.policy.model.Authenticate;
import dev.portcullis.gateway.policy.model.BodyHandling;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.Modes;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.shape.Place;
import java.util.List;
import java.util.Locale;

/** The checks across sections that need what all providers contributed. */
final class Consistency {
    private static final Place MODES = Place.TOP.member("spec").member("modes");

    private final Assembly assembly;
    private final List<Installed> installed;

    Consistency(Assembly assembly) {
        this.assembly = assembly;
        this.installed = assembly.contributed().installed();
    }

    void check() {
        for (RoutePolicy route : assembly.policy().routes()) {
            authentication(route);
            facts(route);
            streams(route);
            for (Feature feature : Feature.values()) {
                if (assembly.modes().unused(feature, route)) {
                    unusedMode(assembly.place(route).member("modes").member(feature.key()), feature);
                }
            }
        }
        for (Feature feature : Feature.values()) {
            if (assembly.modes().unused(feature)) {
                unusedMode(MODES.member(feature.key()), feature);
            }
        }
    }

    private void unusedMode(Place place, Feature feature) {
        assembly.error(
                place, "unused-setting", "nothing uses " + place + ": the policy has no " + feature.key() + " there");
    }

    /** A route is closed by default, so somebody has to be able to tell who is calling. */
    private void authentication(RoutePolicy route) {
        if (route.authenticate() == Authenticate.NONE) {
            return;
        }
        for (Installed one : installed) {
            if (one.provides(Principal.KEY, route, Mode.ENFORCE) || one.provides(Principal.KEY, route, Mode.SHADOW)) {
                return;
            }
        }
        String how = route.authenticate().name().toLowerCase(Locale.ROOT);
        assembly.error(
                assembly.place(route),
                "no-authentication",
                "the route \"" + route.id() + "\" has authenticate: " + how
                        + ", but spec.authentication is absent; add it, or open the route with authenticate: none");
    }

    /** What runs in shadow leaves nothing behind, so what is enforced cannot rest on it. */
    private void facts(RoutePolicy route) {
        for (Installed one : installed) {
            if (one.needed().isEmpty() || one.modeOn(route) != Mode.ENFORCE) {
                continue;
            }
            for (Key<?> key : one.needed()) {
                Installed shadowed = null;
                boolean enforced = false;
                for (Installed other : installed) {
                    enforced |= other.provides(key, route, Mode.ENFORCE);
                    shadowed = other.provides(key, route, Mode.SHADOW) ? other : shadowed;
                }
                if (shadowed != null && !enforced) {
                    assembly.error(
                            route.modes().equals(Modes.NONE)
                                    ? MODES
                                    : assembly.place(route).member("modes"),
                            "needs-enforced",
                            "on the route \"" + route.id() + "\" the filter " + one.name()
                                    + " is enforced but needs the "
                                    + key.name() + " that " + shadowed.name()
                                    + " finds, which runs in shadow there; enforce that too, or run both in shadow");
                }
            }
        }
    }

    private void streams(RoutePolicy route) {
        if (route.body() != BodyHandling.STREAM) {
            return;
        }
        if (route.bodyLimit().isPresent()) {
            unusedOnStream(route, "limits");
        }
        if (!route.charsets().isEmpty()) {
            unusedOnStream(route, "charsets");
        }
    }

    private void unusedOnStream(RoutePolicy route, String key) {
        Place place = assembly.place(route).member(key);
        assembly.error(
                place, "unused-setting", "nothing uses " + place + ": the body is a stream, which nobody collects");
    }
}
