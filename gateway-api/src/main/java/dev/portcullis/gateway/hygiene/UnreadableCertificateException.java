package dev.portcullis.gateway.hygiene;

/** A field that should hold a certificate cannot be read; the message never repeats what it holds. */
final class UnreadableCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableCertificateException(String message) {
        super(message);
    }
}
