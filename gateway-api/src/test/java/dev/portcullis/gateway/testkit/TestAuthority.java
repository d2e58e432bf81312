package dev.portcullis.gateway.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority for tests: issues what is asked of it, good or bad. */
public final class TestAuthority {
    private static final AtomicLong SERIALS = new AtomicLong(1000);

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final String algorithm;

    /** A new authority with an EC key. */
    public TestAuthority(String commonName) {
        this(commonName, "EC", 256);
    }

    private TestAuthority(String commonName, String keyAlgorithm, int keyBits) {
        try {
            algorithm = "SHA256with" + (keyAlgorithm.equals("EC") ? "ECDSA" : keyAlgorithm);
            name = new X500Name("CN=" + commonName);
            keys = generate(keyAlgorithm, keyBits);
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(name, serial(), date(-1), date(3650), name, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            certificate = signed(builder, algorithm);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new authority with an RSA key. */
    public static TestAuthority rsa(String commonName) {
        return new TestAuthority(commonName, "RSA", 2048);
    }

    /** Signs what the authority says itself, such as the answers of its responder. */
    PrivateKey key() {
        return keys.getPrivate();
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Starts a leaf certificate with an EC key, valid now. */
    public Leaf leaf(String commonName) {
        return new Leaf(commonName);
    }

    /** A revocation list that names these certificates, valid for a day. */
    public byte[] revoking(X509Certificate... revoked) {
        try {
            JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(certificate, date(-1));
            builder.setNextUpdate(date(1));
            for (X509Certificate bad : revoked) {
                builder.addCRLEntry(bad.getSerialNumber(), date(-1), CRLReason.keyCompromise);
            }
            return new JcaX509CRLConverter()
                    .getCRL(builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())))
                    .getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** PEM text of one block. */
    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** Writes the authority's certificate. */
    public Path writeTo(Path file) throws IOException {
        return Files.writeString(file, pem("CERTIFICATE", encoded(certificate)));
    }

    private X509Certificate signed(JcaX509v3CertificateBuilder builder, String algorithm)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        byte[] der = builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generate(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static BigInteger serial() {
        return BigInteger.valueOf(SERIALS.incrementAndGet());
    }

    private static Date date(long daysFromNow) {
        return Date.from(Instant.now().plus(Duration.ofDays(daysFromNow)));
    }

    /** A leaf certificate in the making. */
    public final class Leaf {
        private final String commonName;
        private final List<GeneralName> names = new ArrayList<>();
        private String algorithm = "EC";
        private int bits = 256;
        private long from = -1;
        private long to = 365;
        private boolean authority;
        private boolean selfSigned;
        private @Nullable String signature;
        private @Nullable String responder;
        private @Nullable KeyPurposeId usage;

        private Leaf(String commonName) {
            this.commonName = commonName;
        }

        /** With DNS names. */
        public Leaf dns(String... hosts) {
            for (String host : hosts) {
                names.add(new GeneralName(GeneralName.dNSName, host));
            }
            return this;
        }

        /** With an IP address. */
        public Leaf ip(String address) {
            names.add(new GeneralName(GeneralName.iPAddress, address));
            return this;
        }

        /** With URIs. */
        public Leaf uri(String... uris) {
            for (String uri : uris) {
                names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
            }
            return this;
        }

        /** With an RSA key of this size. */
        public Leaf rsa(int size) {
            algorithm = "RSA";
            bits = size;
            return this;
        }

        /** Valid between these days from now. */
        public Leaf valid(long fromDays, long toDays) {
            from = fromDays;
            to = toDays;
            return this;
        }

        /** That claims to be an authority itself. */
        public Leaf claimingAuthority() {
            authority = true;
            return this;
        }

        /** Signed by this algorithm. */
        public Leaf signedBy(String signatureAlgorithm) {
            signature = signatureAlgorithm;
            return this;
        }

        /** Signed by its own key. */
        public Leaf selfSigned() {
            selfSigned = true;
            return this;
        }

        /** That names a responder (RFC 6960). */
        public Leaf responder(String url) {
            responder = url;
            return this;
        }

        /** For servers alone, or for clients alone. */
        public Leaf onlyFor(boolean servers) {
            usage = servers ? KeyPurposeId.id_kp_serverAuth : KeyPurposeId.id_kp_clientAuth;
            return this;
        }

        private byte[] selfSigned(KeyPair own) throws IOException, OperatorCreationException {
            X500Name self = new X500Name("CN=" + commonName);
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(self, serial(), date(from), date(to), self, own.getPublic());
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(own.getPrivate()))
                    .getEncoded();
        }

        /** Issues it. */
        public Issued issue() {
            try {
                KeyPair own = generate(algorithm, bits);
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        name, serial(), date(from), date(to), new X500Name("CN=" + commonName), own.getPublic());
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
                if (!names.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)));
                }
                if (responder != null) {
                    builder.addExtension(
                            Extension.authorityInfoAccess,
                            false,
                            new AuthorityInformationAccess(
                                    AccessDescription.id_ad_ocsp,
                                    new GeneralName(GeneralName.uniformResourceIdentifier, responder)));
                }
                if (usage != null) {
                    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
                }
                if (selfSigned) {
                    byte[] der = selfSigned(own);
                    X509Certificate alone = (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
                    return new Issued(alone, own, alone);
                }
                return new Issued(
                        signed(builder, signature == null ? TestAuthority.this.algorithm : signature),
                        own,
                        certificate);
            } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * A certificate and its keys.
     *
     * @param certificate the leaf
     * @param keys its pair
     * @param issuer who issued it
     */
    public record Issued(X509Certificate certificate, KeyPair keys, X509Certificate issuer) {
        /** PEM text of leaf and issuer. */
        public String chainPem() {
            return pem("CERTIFICATE", encoded(certificate)) + pem("CERTIFICATE", encoded(issuer));
        }

        /** PEM text of the key as PKCS#8. */
        public String keyPem() {
            return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        /** Writes both beside each other as NAME.crt and NAME.key. */
        public void writeTo(Path folder, String name) throws IOException {
            Files.writeString(folder.resolve(name + ".crt"), chainPem());
            Files.writeString(folder.resolve(name + ".key"), keyPem());
        }
    }
}
