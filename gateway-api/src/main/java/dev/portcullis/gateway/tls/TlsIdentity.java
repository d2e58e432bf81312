package dev.portcullis.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate chain and the private key that belongs to it. One that exists is usable: the key was tried against the
 * certificate, the chain is in order, and neither is too weak. Immutable; the key never leaves this package and appears in
 * no message.
 */
public final class TlsIdentity {
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /** The identity in two PEM files; the key is not encrypted. */
    public static TlsIdentity fromPem(Path certificates, Path key) throws TlsMaterialException {
        return fromPem(TlsFile.read(certificates), TlsFile.read(key), null);
    }

    /**
     * The identity in two PEM files.
     *
     * @param password of the key; not kept
     */
    public static TlsIdentity fromPem(Path certificates, Path key, char[] password) throws TlsMaterialException {
        return fromPem(TlsFile.read(certificates), TlsFile.read(key), password);
    }

    /**
     * The identity in two PEM files.
     *
     * @param password of the key, not kept; or {@code null} where it is not encrypted
     */
    public static TlsIdentity fromPem(TlsFile certificates, TlsFile key, char @Nullable [] password)
            throws TlsMaterialException {
        return checked(certificates, Certificates.read(certificates), PrivateKeys.read(key, password));
    }

    /**
     * The one identity in a PKCS#12 or JKS file; which of the two is found out.
     *
     * @param password of the store and its key; not kept
     * @param alias of the entry, or {@code null} where there is only one
     */
    public static TlsIdentity fromKeyStore(Path file, char[] password, @Nullable String alias)
            throws TlsMaterialException {
        return fromKeyStore(TlsFile.read(file), password, alias);
    }

    /**
     * The one identity in a PKCS#12 or JKS file; which of the two is found out.
     *
     * @param password of the store and its key; not kept
     * @param alias of the entry, or {@code null} where there is only one
     */
    public static TlsIdentity fromKeyStore(TlsFile file, char[] password, @Nullable String alias)
            throws TlsMaterialException {
        try {
            KeyStore store = KeyStore.getInstance(jks(file.content()) ? "JKS" : "PKCS12");
            store.load(new ByteArrayInputStream(file.content()), password);
            String entry = alias == null ? onlyKey(file, store) : alias;
            Key key = store.getKey(entry, password);
            Certificate[] found = store.getCertificateChain(entry);
            if (!(key instanceof PrivateKey privateKey) || found == null) {
                throw new TlsMaterialException("tls.key_missing", file + ": no private key under that alias");
            }
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : found) {
                chain.add((X509Certificate) certificate);
            }
            return checked(file, chain, privateKey);
        } catch (IOException | GeneralSecurityException | RuntimeException e) { // broken DER shows as any of these
            throw new TlsMaterialException(
                    "tls.store_broken", file + ": is no key store, is cut off, or the password is wrong");
        }
    }

    private static boolean jks(byte[] content) {
        return content.length > 3
                && content[0] == (byte) 0xfe
                && content[1] == (byte) 0xed
                && content[2] == (byte) 0xfe
                && content[3] == (byte) 0xed;
    }

    private static String onlyKey(TlsFile file, KeyStore store) throws GeneralSecurityException, TlsMaterialException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new TlsMaterialException(
                    keys.isEmpty() ? "tls.key_missing" : "tls.key_ambiguous",
                    file + ": holds " + keys.size() + " private keys; name the alias of one");
        }
        return keys.get(0);
    }

    private static TlsIdentity checked(TlsFile file, List<X509Certificate> chain, PrivateKey key)
            throws TlsMaterialException {
        Certificates.requireUsable(file, chain);
        if (!KeyMatch.matches(chain.get(0).getPublicKey(), key)) {
            throw new TlsMaterialException(
                    "tls.key_mismatch", file + ": the private key does not belong to the first certificate");
        }
        return new TlsIdentity(List.copyOf(chain), key);
    }

    /** The certificates, the identity's own first. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /**
     * Requires that every certificate of the chain is in its time.
     *
     * @throws TlsMaterialException if one has ended or has not begun
     */
    public void requireValidAt(Instant time) throws TlsMaterialException {
        for (X509Certificate certificate : chain) {
            if (time.isAfter(certificate.getNotAfter().toInstant())) {
                throw new TlsMaterialException(
                        "tls.certificate_expired",
                        certificate.getSubjectX500Principal() + " has ended at "
                                + certificate.getNotAfter().toInstant());
            }
            if (time.isBefore(certificate.getNotBefore().toInstant())) {
                throw new TlsMaterialException(
                        "tls.certificate_not_yet_valid",
                        certificate.getSubjectX500Principal() + " begins at "
                                + certificate.getNotBefore().toInstant());
            }
        }
    }

    /** When the certificate ends. */
    public Instant notAfter() {
        return chain.get(0).getNotAfter().toInstant();
    }

    PrivateKey key() {
        return key;
    }

    /** Whether the chains are equal; then the keys are, for each belongs to its chain. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TlsIdentity identity && chain.equals(identity.chain);
    }

    @Override
    public int hashCode() {
        return chain.hashCode();
    }

    /** The subject and the serial number; never the key. */
    @Override
    public String toString() {
        X509Certificate own = chain.get(0);
        return "TlsIdentity[" + own.getSubjectX500Principal() + ", serial "
                + own.getSerialNumber().toString(16) + "]";
    }
}
