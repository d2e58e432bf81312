package dev.portcullis.examples.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * A certificate authority that lives as long as the demonstration, so that no key is kept anywhere. Certificates after RFC
 * 5280, with P-256 keys, good for an hour.
 */
final class DemoAuthority {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final byte[] COMMON_NAME = Der.oid(0x55, 0x04, 0x03);
    private static final byte[] BASIC_CONSTRAINTS = Der.oid(0x55, 0x1d, 0x13);
    private static final byte[] KEY_USAGE = Der.oid(0x55, 0x1d, 0x0f);
    private static final byte[] ALTERNATIVE_NAMES = Der.oid(0x55, 0x1d, 0x11);
    private static final byte[] TRUE = Der.tagged(0x01, new byte[] {(byte) 0xff});
    private static final int DNS_NAME = 0x82;

    private final String name;
    private final KeyPair keys = pair();
    private int serial = 1;

    DemoAuthority(String name) throws GeneralSecurityException {
        this.name = name;
    }

    /** Writes the authority's own certificate. */
    void writeTo(Path file) throws IOException, GeneralSecurityException {
        byte[] authority = extension(BASIC_CONSTRAINTS, Der.sequence(TRUE));
        byte[] usage = extension(KEY_USAGE, Der.tagged(0x03, new byte[] {1, 0x06}));
        Files.writeString(file, pem("CERTIFICATE", certificate(name, keys, authority, usage)));
    }

    /** Issues a certificate for a host or a caller and writes it and its key as NAME.crt and NAME.key. */
    void issue(Path folder, String file, String host) throws IOException, GeneralSecurityException {
        KeyPair own = pair();
        byte[] names = Der.sequence(Der.tagged(DNS_NAME, host.getBytes(US_ASCII)));
        byte[] der = certificate(host, own, extension(ALTERNATIVE_NAMES, names));
        Files.writeString(folder.resolve(file + ".crt"), pem("CERTIFICATE", der));
        Files.writeString(
                folder.resolve(file + ".key"),
                pem("PRIVATE KEY", own.getPrivate().getEncoded()));
    }

    private byte[] certificate(String subject, KeyPair own, byte[]... extensions) throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] body = Der.sequence(
                Der.tagged(0xa0, Der.tagged(0x02, new byte[] {2})),
                Der.tagged(0x02, new byte[] {(byte) serial++}),
                ECDSA_SHA256,
                distinguished(name),
                Der.sequence(time(now.minus(Duration.ofMinutes(5))), time(now.plus(Duration.ofHours(1)))),
                distinguished(subject),
                own.getPublic().getEncoded(),
                Der.tagged(0xa3, Der.sequence(extensions)));
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keys.getPrivate());
        signer.update(body);
        return Der.sequence(body, ECDSA_SHA256, Der.bits(signer.sign()));
    }

    private static byte[] distinguished(String commonName) {
        byte[] value = Der.tagged(0x0c, commonName.getBytes(US_ASCII));
        return Der.sequence(Der.tagged(0x31, Der.sequence(COMMON_NAME, value)));
    }

    private static byte[] extension(byte[] oid, byte[] value) {
        return Der.sequence(oid, TRUE, Der.tagged(0x04, value));
    }

    private static byte[] time(Instant at) {
        return Der.tagged(0x18, TIME.format(at).getBytes(US_ASCII));
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
