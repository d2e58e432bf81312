package dev.portcullis.audit;

import dev.portcullis.audit.Redaction.Pseudonymised;
import dev.portcullis.gateway.Cidr;
import dev.portcullis.gateway.IpAddress;
import java.net.InetAddress;
import java.time.Instant;

/** Tells addresses as the policy wants them told: whole, as their network, or as a pseudonym. */
final class Addresses {
    private static final int V4 = 24;
    private static final int V6 = 48;

    private final Redaction redaction;
    private final Digests digests;

    Addresses(Redaction redaction, Digests digests) {
        this.redaction = redaction;
        this.digests = digests;
    }

    String text(InetAddress address, Instant time) {
        String text = redaction.truncateAddresses() ? network(address) : IpAddress.text(address);
        return redaction.pseudonymised().contains(Pseudonymised.CLIENT_ADDRESS)
                ? digests.pseudonym("address", text, time)
                : text;
    }

    private static String network(InetAddress address) {
        Cidr one = Cidr.of(address);
        return Cidr.of(address, one.isV4() ? V4 : V6).toString();
    }
}
