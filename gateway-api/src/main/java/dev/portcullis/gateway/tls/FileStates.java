package dev.portcullis.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** What tells one state of some files from another, links followed. */
record FileStates(List<String> states) {
    static FileStates of(List<Path> files) {
        List<String> states = new ArrayList<>();
        for (Path file : files) {
            states.add(state(file));
        }
        return new FileStates(List.copyOf(states));
    }

    private static String state(Path file) {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            boolean unix = real.getFileSystem().supportedFileAttributeViews().contains("unix");
            // a write that keeps size and time stamp still changes this one
            Object changed = unix ? Files.getAttribute(real, "unix:ctime") : "";
            return real + " " + attributes.size() + ' ' + attributes.lastModifiedTime() + ' ' + attributes.fileKey()
                    + ' ' + changed;
        } catch (IOException e) {
            return "unreadable: " + e.getClass().getName();
        }
    }
}
