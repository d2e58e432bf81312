package dev.portcullis.examples.cli;

/** Something that a command needs could not be read, bound or connected; the message is all that the user is shown. */
final class CannotRead extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotRead(String message) {
        super(message);
    }
}
