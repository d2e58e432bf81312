package dev.portcullis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.testkit.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsMaterialTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority.Issued EC =
            CA.leaf("ec").dns("a.example").issue();
    private static final TestAuthority.Issued RSA =
            CA.leaf("rsa").dns("a.example").rsa(2048).issue();

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private TlsIdentity load(TestAuthority.Issued issued, String keyPem) throws Exception {
        return TlsIdentity.fromPem(write("c.pem", issued.chainPem()), write("k.pem", keyPem));
    }

    @Test
    void readsKeysInEachOfTheirForms() throws Exception {
        load(EC, EC.keyPem());
        load(RSA, RSA.keyPem());
        PrivateKeyInfo rsa = PrivateKeyInfo.getInstance(RSA.keys().getPrivate().getEncoded());
        load(
                RSA,
                TestAuthority.pem(
                        "RSA PRIVATE KEY",
                        rsa.parsePrivateKey().toASN1Primitive().getEncoded()));
        PrivateKeyInfo ec = PrivateKeyInfo.getInstance(EC.keys().getPrivate().getEncoded());
        var sec1 = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(ec.parsePrivateKey());
        var named = new org.bouncycastle.asn1.sec.ECPrivateKey(
                256, sec1.getKey(), ec.getPrivateKeyAlgorithm().getParameters());
        load(EC, "a comment\n" + TestAuthority.pem("EC PRIVATE KEY", named.getEncoded()));
    }

    @ParameterizedTest
    @CsvSource({"AES_256_CBC, 2.16.840.1.101.3.4.1.42", "AES_128_CBC, 2.16.840.1.101.3.4.1.2"})
    void readsAnEncryptedKeyWithItsPasswordOnly(String name, String cipher) throws Exception {
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(new org.bouncycastle.asn1.ASN1ObjectIdentifier(cipher))
                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                .setPRF(PKCS8Generator.PRF_HMACSHA256)
                .setPassword("s3same".toCharArray())
                .build();
        byte[] der = new JcaPKCS8Generator(EC.keys().getPrivate(), encryptor)
                .generate()
                .getContent();
        Path key = write("k.pem", TestAuthority.pem("ENCRYPTED PRIVATE KEY", der));
        Path chain = write("c.pem", EC.chainPem());
        assertThat(TlsIdentity.fromPem(chain, key, "s3same".toCharArray()).chain())
                .hasSize(2);
        assertThatThrownBy(() -> TlsIdentity.fromPem(chain, key, "m1staken".toCharArray()))
                .isInstanceOfSatisfying(
                        TlsMaterialException.class, e -> assertThat(e.code()).isEqualTo("tls.key_password"))
                .hasMessageNotContainingAny("m1staken", "s3same");
        assertThatThrownBy(() -> TlsIdentity.fromPem(chain, key)).hasMessageContaining("no password was given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void readsKeyStoresOfBothKinds(String type) throws Exception {
        char[] password = "store".toCharArray();
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry("one", EC.keys().getPrivate(), password, new Certificate[] {EC.certificate(), EC.issuer()});
        Path file = folder.resolve("store");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
        assertThat(TlsIdentity.fromKeyStore(file, password, null).chain()).hasSize(2);
        assertThatThrownBy(() -> TlsIdentity.fromKeyStore(file, "other".toCharArray(), null))
                .hasMessageContaining("password is wrong");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        assertCode("tls.key_mismatch", EC.chainPem(), RSA.keyPem());
        assertCode("tls.key_mismatch", EC.chainPem(), CA.leaf("x").issue().keyPem());
        assertCode("tls.pem_broken", EC.chainPem().substring(0, 200), EC.keyPem());
        assertCode("tls.certificate_missing", "", EC.keyPem());
        assertCode("tls.certificate_broken", TestAuthority.pem("CERTIFICATE", new byte[] {1, 2}), EC.keyPem());
        assertCode("tls.key_missing", EC.chainPem(), EC.chainPem());
        assertCode("tls.key_broken", EC.chainPem(), TestAuthority.pem("PRIVATE KEY", new byte[] {1, 2}));
        assertCode("tls.key_ambiguous", EC.chainPem(), EC.keyPem() + EC.keyPem());
        assertCode(
                "tls.key_encryption_obsolete",
                EC.chainPem(),
                "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END EC PRIVATE KEY-----\n");
        TestAuthority.Issued weak = CA.leaf("weak").rsa(1024).issue();
        assertCode("tls.key_weak", weak.chainPem(), weak.keyPem());
        String reversed = TestAuthority.pem("CERTIFICATE", EC.issuer().getEncoded())
                + TestAuthority.pem("CERTIFICATE", EC.certificate().getEncoded());
        assertCode("tls.chain_order", reversed, EC.keyPem());
    }

    private void assertCode(String code, String chain, String key) throws IOException {
        Path chainFile = write("c.pem", chain);
        Path keyFile = write("k.pem", key);
        assertThatThrownBy(() -> TlsIdentity.fromPem(chainFile, keyFile))
                .isInstanceOfSatisfying(
                        TlsMaterialException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(folder.toString());
    }

    @Test
    void aMissingFileIsSaidToBeUnreadable() {
        assertThatThrownBy(() -> TlsIdentity.fromPem(folder.resolve("no.crt"), folder.resolve("no.key")))
                .isInstanceOfSatisfying(
                        TlsMaterialException.class, e -> assertThat(e.code()).isEqualTo("tls.file_unreadable"));
    }

    @Test
    void noTextShowsTheKey() throws Exception {
        TlsIdentity identity = load(EC, EC.keyPem());
        PrivateKey key = EC.keys().getPrivate();
        String secret = Base64.getEncoder().encodeToString(key.getEncoded()).substring(30, 60);
        assertThat(identity.toString()).doesNotContain(secret).contains("CN=ec");
        assertThat(ServerTlsSettings.of(TlsPreset.MODERN, identity).toString()).doesNotContain(secret);
    }

    @Test
    void knowsWhichHostsAWildcardCovers() {
        SubjectNames names = new SubjectNames(List.of("*.a.example", "b.example", "*.com"), List.of(), List.of());
        assertThat(names.covers("x.a.example")).isTrue();
        assertThat(names.covers("b.example")).isTrue();
        assertThat(names.covers("a.example")).isFalse();
        assertThat(names.covers("x.y.a.example")).isFalse();
        assertThat(names.covers("example.com")).isFalse();
        assertThat(names.covers("xa.example")).isFalse();
    }

    @Test
    void aSpiffeIdIsTheOnlyUriOfALeaf() {
        assertThat(id(CA.leaf("w").uri("spiffe://example.org/ns/shop/sa/cart")))
                .hasToString("Optional[spiffe://example.org/ns/shop/sa/cart]");
        assertThat(id(CA.leaf("w").uri("spiffe://example.org/a", "spiffe://other.org/b")))
                .isEmpty();
        assertThat(id(CA.leaf("w").uri("spiffe://example.org/a").claimingAuthority()))
                .isEmpty();
        assertThat(id(CA.leaf("w").dns("example.org"))).isEmpty();
    }

    private static java.util.Optional<SpiffeId> id(TestAuthority.Leaf leaf) {
        X509Certificate certificate = leaf.issue().certificate();
        return SpiffeId.of(certificate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://Example.org/a",
                "spiffe:///a",
                "spiffe://a/",
                "spiffe://a//b",
                "spiffe://a/../b",
                "http://a/b",
                "spiffe://a:80/b",
                "spiffe://u@a/b",
                "spiffe://a/b?c",
                "spiffe://a/%41"
            })
    void anythingElseIsNoSpiffeId(String text) {
        assertThat(SpiffeId.parse(text)).isEmpty();
    }
}
