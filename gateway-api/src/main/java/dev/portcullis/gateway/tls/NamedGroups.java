package dev.portcullis.gateway.tls;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The groups of key exchange (RFC 8446, section 4.2.7). A context can be told them from JDK 20 on. */
final class NamedGroups {
    static final List<String> NAMES = List.of("x25519", "secp256r1", "secp384r1");

    private static final @Nullable MethodHandle SET = setter();

    private NamedGroups() {}

    private static @Nullable MethodHandle setter() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            SSLParameters.class, "setNamedGroups", MethodType.methodType(void.class, String[].class));
        } catch (ReflectiveOperationException e) {
            return null; // an older JDK: its own defaults, or the system property jdk.tls.namedGroups
        }
    }

    static void applyTo(SSLParameters parameters) {
        if (SET == null) {
            return;
        }
        try {
            SET.invoke(parameters, NAMES.toArray(String[]::new));
        } catch (Throwable e) { // declared by MethodHandle; the method itself throws for wrong names only
            throw new IllegalStateException("this JDK takes no named groups", e);
        }
    }
}
