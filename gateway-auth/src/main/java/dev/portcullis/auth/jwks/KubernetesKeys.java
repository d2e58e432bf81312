package dev.portcullis.auth.jwks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a Kubernetes cluster's service-account tokens, from its API server, which trusts a caller by its own
 * service-account token and is trusted by the cluster's authority. Both files are read for each fetch, because the cluster
 * renews them. Thread-safe.
 */
final class KubernetesKeys implements KeyFetch {
    private static final String JWKS = "/openid/v1/jwks";
    private static final int MAX_TOKEN = 64 * 1024;

    private final URI jwks;
    private final Path authority;
    private final Path token;
    private final Duration timeout;
    private volatile @Nullable Trusting trusting;

    @SuppressWarnings("ArrayRecordComponent") // compared by content where it is compared
    private record Trusting(byte[] authority, HttpDocuments documents) {}

    KubernetesKeys(URI server, Path authority, Path token, Duration timeout) {
        this.jwks = URI.create(HttpDocuments.withoutSlash(server.toString()) + JWKS);
        if (!HttpDocuments.allowed(jwks)) {
            throw new IllegalArgumentException("the API server is asked by https, or by http from loopback");
        }
        this.authority = authority;
        this.token = token;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<VerificationKeys> fetch() {
        return CompletableFuture.supplyAsync(this::read)
                .thenCompose(request -> request.documents().get(jwks, request.bearer()))
                .thenApply(JwkSet::published);
    }

    private record Request(HttpDocuments documents, String bearer) {
        @Override
        public String toString() {
            return "Request";
        }
    }

    private Request read() {
        try {
            byte[] content = Files.readAllBytes(authority);
            Trusting known = trusting;
            if (known == null || !Arrays.equals(known.authority(), content)) {
                known = new Trusting(content, HttpDocuments.trusting(context(content), timeout));
                trusting = known;
            }
            if (Files.size(token) > MAX_TOKEN) {
                throw new IOException("the token is longer than " + MAX_TOKEN + " bytes");
            }
            return new Request(known.documents(), new String(Files.readAllBytes(token), UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the cluster's authority cannot be read", e);
        }
    }

    private static SSLContext context(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            trusted.setCertificateEntry("authority-" + number++, certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
