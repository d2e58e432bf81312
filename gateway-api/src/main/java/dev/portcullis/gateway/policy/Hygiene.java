package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.hygiene.Cors;
import dev.portcullis.gateway.hygiene.CsrfGuard;
import dev.portcullis.gateway.hygiene.HeaderStripping;
import dev.portcullis.gateway.hygiene.HeaderTemplate;
import dev.portcullis.gateway.hygiene.HeaderTransforms;
import dev.portcullis.gateway.hygiene.SecurityHeaders;
import dev.portcullis.gateway.hygiene.TraceFilter;
import dev.portcullis.gateway.policy.model.ClientAddressPolicy;
import dev.portcullis.gateway.policy.model.ClientAddressPolicy.CertificateHeader;
import dev.portcullis.gateway.policy.model.CorsPolicy;
import dev.portcullis.gateway.policy.model.FieldEdits;
import dev.portcullis.gateway.policy.model.HeadersPolicy;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.SecurityPolicy;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Names;
import dev.portcullis.gateway.policy.shape.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The filters that {@code headers} stands for; those that every gateway has are among them. */
final class Hygiene {
    private static final Place HEADERS = Place.TOP.member("spec").member("headers");
    private static final NameKind VARIABLE = new NameKind("path variable");

    private final Assembly assembly;
    private final HeadersPolicy policy;
    private final Set<String> variables = new TreeSet<>();
    private final List<Installation> installations = new ArrayList<>();

    /** Makes the filters and reports those that cannot be. */
    Hygiene(Assembly assembly) {
        this.assembly = assembly;
        this.policy = assembly.policy().headers();
        for (RoutePolicy route : assembly.policy().routes()) {
            if (route.match().path() != null) {
                variables.addAll(route.match().path().variableNames());
            }
        }
        installations.add(Installation.before(Stage.AUDIT, TraceFilter.continuing()));
        make(HEADERS.member("cors"), this::cors);
        HeaderTransforms transforms = transforms();
        make(HEADERS.member("stripping"), () -> stripping(transforms));
        make(HEADERS.member("security"), this::security);
        make(HEADERS.member("csrf"), this::csrf);
        installations.addAll(transforms.installations());
    }

    List<Installation> installations() {
        return installations;
    }

    private void make(Place place, Runnable maker) {
        try {
            maker.run();
        } catch (IllegalArgumentException e) {
            assembly.error(place, "invalid", "in " + place + ": " + e.getMessage());
        }
    }

    private void cors() {
        CorsPolicy cors = policy.cors();
        if (cors == null) {
            return;
        }
        Cors.Builder filter = cors.origins() == null ? Cors.allowingAnyOrigin() : Cors.allowing(cors.origins());
        filter.methods(cors.methods()).expose(cors.expose()).maxAge(cors.maxAge());
        if (cors.headers() != null) {
            filter.headers(cors.headers());
        }
        if (cors.credentials()) {
            filter.allowCredentials();
        }
        installations.add(Installation.of(Stage.CORS, filter.build()));
    }

    private void stripping(HeaderTransforms transforms) {
        HeadersPolicy.Stripping stripping = policy.stripping();
        ClientAddressPolicy trust = assembly.policy().clientAddress().orElse(null);
        if (trust == null && !stripping.keepFromTrustedProxies().isEmpty()) {
            Place place = HEADERS.member("stripping").member("keepFromTrustedProxies");
            assembly.error(place, "unused-setting", "nothing uses " + place + ": no proxy is trusted in clientAddress");
        }
        installations.add(Installation.of(
                Stage.HYGIENE,
                HeaderStripping.builder()
                        .alsoStrip(transforms.requestNames())
                        .alsoStrip(stripping.also())
                        .trustedProxies(trust == null ? TrustedProxies.NONE : trust.trustedProxies())
                        .keepFromTrustedProxies(
                                stripping.keepFromTrustedProxies().toArray(new String[0]))
                        .keepFromTrustedProxies(certificateFields(trust))
                        .keepFromClients(stripping.keepFromClients().toArray(new String[0]))
                        .build()));
    }

    /** What the proxies say of the client's certificate, where they are to say it. */
    private static String[] certificateFields(@Nullable ClientAddressPolicy trust) {
        CertificateHeader header = trust == null ? null : trust.clientCertificateHeader();
        if (header == null) {
            return new String[0];
        }
        return header == CertificateHeader.CLIENT_CERT
                ? new String[] {header.field(), "Client-Cert-Chain"}
                : new String[] {header.field()};
    }

    private void security() {
        SecurityPolicy security = policy.security();
        SecurityHeaders.Builder filter = SecurityHeaders.builder();
        security.transportSecurity()
                .ifPresentOrElse(
                        transport -> filter.transportSecurity(transport.maxAge(), transport.includeSubDomains()),
                        filter::omitTransportSecurity);
        security.frameAncestors().ifPresentOrElse(filter::frameAncestors, filter::allowFramingByAnySite);
        filter.referrerPolicy(security.referrerPolicy().orElse(null));
        installations.add(Installation.of(Stage.HYGIENE, filter.build()));
    }

    private void csrf() {
        HeadersPolicy.CsrfPolicy csrf = policy.csrf();
        if (csrf != null) {
            installations.add(Installation.of(
                    Stage.HYGIENE,
                    csrf.allowedOrigins().isEmpty() ? CsrfGuard.strict() : CsrfGuard.allowing(csrf.allowedOrigins())));
        }
    }

    private HeaderTransforms transforms() {
        HeaderTransforms.Builder transforms = HeaderTransforms.builder();
        edits(
                policy.request(),
                HEADERS.member("request"),
                transforms::setRequest,
                transforms::addRequest,
                transforms::removeRequest);
        edits(
                policy.response(),
                HEADERS.member("response"),
                transforms::setResponse,
                transforms::addResponse,
                transforms::removeResponse);
        return transforms.build();
    }

    private void edits(
            FieldEdits edits,
            Place place,
            BiConsumer<String, String> set,
            BiConsumer<String, String> add,
            Consumer<String> remove) {
        for (int i = 0; i < edits.remove().size(); i++) {
            String name = edits.remove().get(i);
            make(place.member("remove").item(i), () -> remove.accept(name));
        }
        edits.set().forEach((name, value) -> edit(place.member("set").member(name), name, value, set));
        edits.add().forEach((name, value) -> edit(place.member("add").member(name), name, value, add));
    }

    private void edit(Place place, String name, String value, BiConsumer<String, String> edit) {
        make(place, () -> {
            if (hasItsVariables(place, value)) {
                edit.accept(name, value);
            }
        });
    }

    /** A value that names a variable of no route would never be written. */
    private boolean hasItsVariables(Place place, String value) {
        Set<String> named = HeaderTemplate.parse(value).pathVariables();
        for (String variable : named) {
            if (!variables.contains(variable)) {
                assembly.error(place, "dangling-reference", Names.dangling(VARIABLE, variable, place, variables));
            }
        }
        return variables.containsAll(named);
    }
}
