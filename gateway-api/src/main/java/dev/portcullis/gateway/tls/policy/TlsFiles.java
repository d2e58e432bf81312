package dev.portcullis.gateway.tls.policy;

import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.tls.TlsFile;

/** The files of a policy as files of TLS. */
final class TlsFiles {
    private TlsFiles() {}

    static TlsFile of(PolicyFile file) {
        return TlsFile.of(file.path().toString(), file.bytes());
    }
}
