package dev.portcullis.gateway.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Private keys as files hold them: PKCS#8 (RFC 5958), plain or encrypted, PKCS#1 (RFC 8017, appendix A.1.2) and SEC 1 (RFC
 * 5915). The JDK reads PKCS#8 alone, so the two older forms are wrapped into it.
 */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
    // AlgorithmIdentifier { rsaEncryption, NULL }
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    // id-ecPublicKey, without the parameters, which differ by curve
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xa0; // [0] EXPLICIT parameters of an ECPrivateKey

    private PrivateKeys() {}

    /** The one private key of a PEM file. */
    static PrivateKey read(TlsFile file, char @Nullable [] password) throws TlsMaterialException {
        PrivateKey found = null;
        for (Pem.Block block : Pem.read(file)) {
            if (!block.label().endsWith("PRIVATE KEY")) {
                continue;
            }
            if (found != null) {
                throw new TlsMaterialException("tls.key_ambiguous", file + ": holds more than one private key");
            }
            found = key(file, block, password);
        }
        if (found == null) {
            throw new TlsMaterialException("tls.key_missing", file + ": holds no private key");
        }
        return found;
    }

    private static PrivateKey key(TlsFile file, Pem.Block block, char @Nullable [] password)
            throws TlsMaterialException {
        if (block.headers()) {
            throw new TlsMaterialException(
                    "tls.key_encryption_obsolete",
                    file + ": is encrypted in OpenSSL's old form; convert it with `openssl pkcs8 -topk8`");
        }
        byte[] pkcs8 = switch (block.label()) {
            case "PRIVATE KEY" -> block.der();
            case "RSA PRIVATE KEY" -> sequence(VERSION_0, RSA, tagged(OCTETS, block.der()));
            case "EC PRIVATE KEY" -> ec(file, block.der());
            case "ENCRYPTED PRIVATE KEY" -> decrypted(file, block.der(), password);
            default ->
                throw new TlsMaterialException("tls.key_unsupported", file + ": cannot use a block " + block.label());
        };
        try {
            return parsed(file, pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static PrivateKey parsed(TlsFile file, byte[] pkcs8) throws TlsMaterialException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // of another algorithm: the next one is tried
            } catch (GeneralSecurityException e) {
                throw new TlsMaterialException("tls.key_unsupported", file + ": this JDK has no " + algorithm);
            }
        }
        throw new TlsMaterialException("tls.key_broken", file + ": the private key is broken or of an unknown kind");
    }

    private static byte[] decrypted(TlsFile file, byte[] der, char @Nullable [] password) throws TlsMaterialException {
        if (password == null) {
            throw new TlsMaterialException("tls.key_password", file + ": is encrypted, and no password was given");
        }
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            // for PBES2 the parameters' own name says which scheme it is; the algorithm's name says only "PBES2"
            String scheme =
                    info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13")
                            ? info.getAlgParameters().toString()
                            : info.getAlgName();
            SecretKey key = SecretKeyFactory.getInstance(scheme).generateSecret(spec);
            Cipher cipher = Cipher.getInstance(scheme);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new TlsMaterialException(
                    "tls.key_password",
                    file + ": cannot be decrypted; the password is wrong or the encryption is not PBES2");
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] ec(TlsFile file, byte[] sec1) throws TlsMaterialException {
        byte[] curve = curve(sec1);
        if (curve == null) {
            throw new TlsMaterialException(
                    "tls.key_broken", file + ": the EC key names no curve; convert it with `openssl pkcs8 -topk8`");
        }
        return sequence(VERSION_0, sequence(EC, curve), tagged(OCTETS, sec1));
    }

    /** ECPrivateKey ::= SEQUENCE { version INTEGER, privateKey OCTET STRING, [0] parameters, [1] publicKey }. */
    private static byte @Nullable [] curve(byte[] sec1) {
        Der outer = new Der(sec1, 0, sec1.length);
        if (!outer.next() || outer.tag() != SEQUENCE) {
            return null;
        }
        Der inner = new Der(sec1, outer.from(), outer.to());
        while (inner.next()) {
            if (inner.tag() == CURVE) {
                return Arrays.copyOfRange(sec1, inner.from(), inner.to());
            }
        }
        return null;
    }

    private static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return tagged(SEQUENCE, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else if (length < 0x10000) {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        } else {
            out.write(0x83);
            out.write(length >> 16);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
