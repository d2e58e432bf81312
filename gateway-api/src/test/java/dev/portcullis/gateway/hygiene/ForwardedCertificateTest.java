package dev.portcullis.gateway.hygiene;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.ClientCertificate;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.TestAuthority;
import java.net.URLEncoder;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedCertificateTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority.Issued ALICE =
            CA.leaf("alice").dns("alice").issue();
    private static final FakeRequest TRUSTED = FakeRequest.get("/").from("10.0.0.1");

    private final List<Optional<ClientCertificate>> seen = new ArrayList<>();

    private FakeExchange send(ForwardedCertificate filter, FakeRequest request) {
        return FakeHost.of(Pipelines.with(Stage.HYGIENE, filter)
                        .add(Installation.of(Stage.CUSTOM, exchange -> {
                            seen.add(exchange.get(ClientCertificate.KEY));
                            return Decision.CONTINUE;
                        }))
                        .build())
                .send(request);
    }

    private FakeExchange clientCert(FakeRequest request) {
        return send(ForwardedCertificate.clientCert(Pipelines.PROXIES), request);
    }

    private FakeExchange forwarded(String value) {
        return send(
                ForwardedCertificate.forwardedClientCert(Pipelines.PROXIES),
                TRUSTED.header("X-Forwarded-Client-Cert", value));
    }

    private static String item(X509Certificate certificate) {
        try {
            return ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String pem) {
        return URLEncoder.encode(pem, UTF_8).replace("+", "%20");
    }

    @Test
    void readsTheFieldsOfRfc9440FromATrustedProxy() {
        clientCert(TRUSTED.header("Client-Cert", item(ALICE.certificate()))
                .header("Client-Cert-Chain", item(CA.certificate())));
        assertThat(seen)
                .containsExactly(Optional.of(new ClientCertificate(List.of(ALICE.certificate(), CA.certificate()))));
    }

    @Test
    void believesNobodyElse() {
        clientCert(FakeRequest.get("/").header("Client-Cert", item(ALICE.certificate())));
        clientCert(FakeRequest.get("/").from("192.168.0.1").header("Client-Cert", item(ALICE.certificate())));
        assertThat(seen).containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void aTrustedProxyThatSaysNothingSaysThatThereIsNone() {
        clientCert(TRUSTED);
        assertThat(seen).containsExactly(Optional.of(ClientCertificate.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "::", "AAAA", ":AAAA:", ":not base64!:", "\"text\"", ":AAAA:;x=1"})
    void refusesWhatATrustedProxySaysBadly(String value) {
        assertThat(clientCert(TRUSTED.header("Client-Cert", value)).code()).isEqualTo("tls.client_certificate");
        assertThat(seen).isEmpty();
    }

    @Test
    void refusesTwoAndAChainWithoutItsOwn() {
        String item = item(ALICE.certificate());
        assertThat(clientCert(TRUSTED.header("Client-Cert", item).header("Client-Cert", item))
                        .code())
                .isEqualTo("tls.client_certificate");
        assertThat(clientCert(TRUSTED.header("Client-Cert", item + ", " + item)).code())
                .isEqualTo("tls.client_certificate");
        assertThat(clientCert(TRUSTED.header("Client-Cert-Chain", item)).code()).isEqualTo("tls.client_certificate");
        assertThat(clientCert(TRUSTED.header("Client-Cert", item)
                                .header("Client-Cert-Chain", (item(CA.certificate()) + ",").repeat(11) + item))
                        .code())
                .isEqualTo("tls.client_certificate");
    }

    @Test
    void readsOneElementOfEnvoysField() {
        String leaf = TestAuthority.pem("CERTIFICATE", der(ALICE.certificate()));
        forwarded("By=spiffe://a/b;Hash=00;Cert=\"" + encoded(leaf) + "\";Subject=\"CN=alice,O=\\\"x;y\\\"\"");
        forwarded("Chain=\"" + encoded(ALICE.chainPem()) + "\";Hash=00");
        assertThat(seen)
                .containsExactly(
                        Optional.of(new ClientCertificate(List.of(ALICE.certificate()))),
                        Optional.of(new ClientCertificate(List.of(ALICE.certificate(), CA.certificate()))));
    }

    @Test
    void refusesSeveralElementsForNobodyKnowsWhoWroteThem() {
        String one = "Cert=\"" + encoded(ALICE.chainPem()) + "\"";
        assertThat(forwarded(one + "," + one).code()).isEqualTo("tls.client_certificate");
        assertThat(forwarded(one + ";" + one).code()).isEqualTo("tls.client_certificate");
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hash=00", "Cert=\"%2", "Cert=\"%zz\"", "Cert=\"abc\"", "Cert=\"unfinished", "nothing"})
    void refusesElementsWithoutACertificate(String value) {
        assertThat(forwarded(value).code()).isEqualTo("tls.client_certificate");
    }

    private static byte[] der(X509Certificate certificate) {
        return Base64.getDecoder().decode(item(certificate).replace(":", ""));
    }
}
