package dev.portcullis.audit.policy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Says in plain words why a file cannot be used; the path is in the sentence around it. */
final class Problems {
    private Problems() {}

    static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "its directory is a file";
        }
        if (e instanceof FileSystemException because && because.getReason() != null) {
            return because.getReason();
        }
        return e.getClass().getSimpleName();
    }
}
