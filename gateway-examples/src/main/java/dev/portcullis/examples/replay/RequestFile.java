package dev.portcullis.examples.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of recorded requests, one JSON object a line. */
public final class RequestFile {
    private RequestFile() {}

    /** A request cannot be read; the message names file and line. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Takes requests one by one. */
    @FunctionalInterface
    interface Taker {
        void take(RecordedRequest request) throws IOException;
    }

    static void read(Path file, Taker taker) throws IOException, UnreadableException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    RecordedRequest request;
                    try {
                        request = RecordedRequest.parse(line);
                    } catch (IllegalArgumentException e) {
                        throw new UnreadableException(file + ":" + number + ": error: " + e.getMessage(), e);
                    }
                    taker.take(request);
                }
            }
        }
    }
}
