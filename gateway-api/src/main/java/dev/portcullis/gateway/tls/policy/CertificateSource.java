package dev.portcullis.gateway.tls.policy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Secret;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsMaterialException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a certificate chain and its key come from. */
public sealed interface CertificateSource {
    /** The most certificates of one listener. */
    int MOST = 1000;

    /** Makes the identity; what is wrong with the files is said with their names. */
    TlsIdentity identity() throws TlsMaterialException;

    /**
     * Two PEM files.
     *
     * @param certificate the chain, the identity's own certificate first
     * @param key its private key
     * @param password of the key, where it is encrypted; or {@code null}
     */
    record Pem(
            PolicyFile certificate,
            PolicyFile key,
            @Nullable Secret password) implements CertificateSource {
        /** Checks that all is there. */
        public Pem {
            requireNonNull(certificate, "certificate");
            requireNonNull(key, "key");
        }

        @Override
        public TlsIdentity identity() throws TlsMaterialException {
            char[] clear = password == null ? null : characters(password);
            try {
                return TlsIdentity.fromPem(TlsFiles.of(certificate), TlsFiles.of(key), clear);
            } finally {
                forget(clear);
            }
        }
    }

    /**
     * A PKCS#12 or JKS file.
     *
     * @param keyStore the file
     * @param password of the store and its key
     * @param alias of the entry, or {@code null} where there is only one
     */
    record Store(
            PolicyFile keyStore, Secret password, @Nullable String alias) implements CertificateSource {
        /** Checks that all is there. */
        public Store {
            requireNonNull(keyStore, "keyStore");
            requireNonNull(password, "password");
        }

        @Override
        public TlsIdentity identity() throws TlsMaterialException {
            char[] clear = characters(password);
            try {
                return TlsIdentity.fromKeyStore(TlsFiles.of(keyStore), clear, alias);
            } finally {
                forget(clear);
            }
        }
    }

    private static char[] characters(Secret secret) {
        byte[] bytes = secret.bytes();
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        Arrays.fill(decoded.array(), '\0');
        Arrays.fill(bytes, (byte) 0);
        return characters;
    }

    private static void forget(char @Nullable [] password) {
        if (password != null) {
            Arrays.fill(password, '\0');
        }
    }

    /** A certificate and its key, as a policy writes them. */
    static Shape<CertificateSource> shape() {
        Shape<CertificateSource> pem = Shapes.object("tlsCertificate", members -> {
            Member<PolicyFile> certificate = members.required("certificate", Shapes.file());
            Member<PolicyFile> key = members.required("key", Shapes.file());
            Member<Secret> password = members.optional("password", Shapes.secret());
            return values -> new Pem(values.get(certificate), values.get(key), values.orNull(password));
        });
        Shape<CertificateSource> store = Shapes.object("tlsKeyStore", members -> {
            Member<PolicyFile> file = members.required("keyStore", Shapes.file());
            Member<Secret> password = members.required("password", Shapes.secret());
            Member<String> alias = members.optional("alias", Shapes.text());
            return values -> new Store(values.get(file), values.get(password), values.orNull(alias));
        });
        return Shapes.choice(pem, store);
    }
}
