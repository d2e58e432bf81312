package dev.portcullis.gateway.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.testkit.TestAuthority;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** No text that anything of this package gives away shows a part of a private key or a password. */
class KeySecrecyTest {
    private static final String PASSWORD = "correct horse battery staple";

    private final TestAuthority.Issued issued =
            new TestAuthority("ca").leaf("own").dns("a.example").rsa(2048).issue();
    private final List<String> texts = new ArrayList<>();

    private void keep(Object shown) {
        texts.add(String.valueOf(shown));
    }

    private void keep(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        texts.add(trace.toString());
    }

    private void read(String certificates, byte[] key, char[] password) {
        TlsFile chainFile = TlsFile.of("own.crt", certificates.getBytes(ISO_8859_1));
        TlsFile keyFile = TlsFile.of("own.key", key);
        keep(chainFile);
        keep(keyFile);
        try {
            TlsIdentity identity = TlsIdentity.fromPem(chainFile, keyFile, password);
            keep(identity);
            ServerTlsSettings settings = ServerTlsSettings.of(TlsPreset.MODERN, identity);
            keep(settings);
            keep(ServerTls.of(settings));
            keep(ServerTls.of(settings).context());
            keep(ServerTls.of(settings).context().createSSLEngine());
            keep(new ClientTlsSettings(TlsPreset.MODERN, null, identity, null));
            keep(new IdentityChooser(List.of(identity)));
        } catch (TlsMaterialException e) {
            keep(e);
        }
        try {
            keep(TlsIdentity.fromKeyStore(keyFile, password, null));
        } catch (TlsMaterialException e) {
            keep(e);
        }
    }

    /** Pieces of the key as any text would show them: base64 of its file, hexadecimal and decimal of its secret number. */
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        String base64 =
                Base64.getEncoder().encodeToString(issued.keys().getPrivate().getEncoded());
        for (int at = 40; at + 16 <= base64.length(); at += 16) {
            secrets.add(base64.substring(at, at + 16)); // what comes before only names the algorithm
        }
        BigInteger exponent = ((RSAPrivateCrtKey) issued.keys().getPrivate()).getPrivateExponent();
        secrets.add(exponent.toString().substring(0, 16));
        secrets.add(exponent.toString(16).substring(0, 16));
        secrets.add(HexFormat.of().formatHex(issued.keys().getPrivate().getEncoded(), 40, 48));
        secrets.add(PASSWORD);
        return secrets;
    }

    @Test
    void noTextShowsAPrivateKeyOrAPassword() {
        char[] password = PASSWORD.toCharArray();
        byte[] key = issued.keyPem().getBytes(ISO_8859_1);
        read(issued.chainPem(), key, password);
        read(issued.keyPem(), key, password); // the key where the certificate should be
        read(issued.keyPem() + issued.chainPem(), key, password);
        read(issued.chainPem(), (issued.keyPem() + issued.keyPem()).getBytes(ISO_8859_1), password);
        read(
                issued.chainPem(),
                issued.keyPem().replace("PRIVATE", "ENCRYPTED PRIVATE").getBytes(ISO_8859_1),
                password);
        read(issued.chainPem(), issued.keys().getPrivate().getEncoded(), password);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 300; i++) {
            byte[] broken = key.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            read(issued.chainPem(), broken, password);
            read(
                    issued.chainPem(),
                    issued.keyPem().substring(0, random.nextInt(key.length)).getBytes(ISO_8859_1),
                    password);
        }
        String all = String.join("\n", texts);
        assertThat(texts).hasSizeGreaterThan(1_500);
        for (String secret : secrets()) {
            assertThat(all.contains(secret)).as("a secret is shown").isFalse();
        }
    }
}
