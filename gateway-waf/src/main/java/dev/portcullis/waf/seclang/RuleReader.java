package dev.portcullis.waf.seclang;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads rule files to directives, in order, {@code Include} resolved. What it cannot read becomes a {@link Flaw}, and it
 * goes on, so that one run shows all mistakes. Not thread-safe.
 */
public final class RuleReader {
    private static final int DEEPEST_INCLUDE = 32;

    private final List<Directive> directives = new ArrayList<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private final FileContents files;
    private int depth;

    /** A reader that has read nothing, and takes files from the disk. */
    public RuleReader() {
        this(Files::readAllBytes);
    }

    /** A reader that has read nothing. */
    public RuleReader(FileContents files) {
        this.files = files;
    }

    /** Reads a file. */
    public RuleReader file(Path file) {
        byte[] bytes;
        try {
            bytes = files.read(file);
        } catch (IOException e) {
            flaws.add(new Flaw(new Position(file.toString(), 1), "the file cannot be read: " + e));
            return this;
        }
        return read(file.toString(), file.toAbsolutePath().getParent(), new String(bytes, ISO_8859_1));
    }

    /**
     * Reads a text.
     *
     * @param name stands for the file in positions; relative {@code Include}s start at the working directory
     * @param text one character a byte
     */
    public RuleReader text(String name, String text) {
        return read(name, Path.of("").toAbsolutePath(), text);
    }

    /** What was read. */
    public List<Directive> directives() {
        return List.copyOf(directives);
    }

    /** What could not be read. */
    public List<Flaw> flaws() {
        return List.copyOf(flaws);
    }

    private RuleReader read(String name, @org.jspecify.annotations.Nullable Path folder, String text) {
        for (LogicalLines.Line line : LogicalLines.of(text)) {
            Position position = new Position(name, line.number());
            try {
                List<String> words = Words.of(line.text());
                Directive directive = new Directive(words.get(0), words.subList(1, words.size()), position);
                if (directive.is("Include") || directive.is("IncludeOptional")) {
                    include(directive, folder == null ? Path.of("") : folder);
                } else {
                    directives.add(directive);
                }
            } catch (SyntaxException e) {
                flaws.add(new Flaw(position, e.reason()));
            }
        }
        return this;
    }

    private void include(Directive directive, Path folder) throws SyntaxException {
        if (directive.arguments().size() != 1) {
            throw new SyntaxException(directive.name() + " takes one file or pattern");
        }
        if (depth == DEEPEST_INCLUDE) {
            throw new SyntaxException("files include each other more than " + DEEPEST_INCLUDE + " deep");
        }
        String pattern = directive.arguments().get(0);
        List<Path> files;
        try {
            files = IncludePattern.files(folder, pattern);
        } catch (IOException | java.nio.file.InvalidPathException | java.util.regex.PatternSyntaxException e) {
            throw new SyntaxException("cannot include " + pattern + ": " + e);
        }
        if (files.isEmpty() && !directive.is("IncludeOptional") && !IncludePattern.isPattern(pattern)) {
            throw new SyntaxException("the file to include does not exist: " + folder.resolve(pattern));
        }
        depth++;
        files.forEach(this::file);
        depth--;
    }
}
