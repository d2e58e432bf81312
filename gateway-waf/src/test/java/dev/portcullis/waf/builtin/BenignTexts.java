package dev.portcullis.waf.builtin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Texts that others wrote for other ends: messages of the Java platform in all its languages, and licences, notices, messages
 * and documentation inside the jars of the class path. Nothing in them is an attack.
 */
public final class BenignTexts {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 2000;
    private static final long LARGEST_FILE = 400_000;

    private final TreeSet<String> texts = new TreeSet<>();

    private BenignTexts() {}

    /** The texts in an order that the seed decides. */
    public static List<String> shuffled(long seed) throws IOException {
        BenignTexts found = new BenignTexts();
        found.platform();
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (jar.endsWith(".jar")) {
                found.jar(jar);
            }
        }
        List<String> all = new ArrayList<>(found.texts);
        Collections.shuffle(all, new Random(seed));
        return all;
    }

    private void platform() throws IOException {
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (Stream<Path> files = Files.walk(modules)) {
            for (Path file : (Iterable<Path>) files.filter(BenignTexts::isBundle)::iterator) {
                ConstantPool.texts(Files.readAllBytes(file)).forEach(this::add);
            }
        }
    }

    private static boolean isBundle(Path file) {
        String name = file.toString();
        return name.endsWith(".class")
                && (name.contains("/resources/") || name.contains("Messages") || name.contains("Bundle"));
    }

    private void jar(String jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
                ZipEntry entry = e.nextElement();
                String name = entry.getName().toLowerCase(Locale.ROOT);
                if (entry.isDirectory() || entry.getSize() > LARGEST_FILE) {
                    continue;
                }
                byte[] content = zip.getInputStream(entry).readAllBytes();
                if (name.endsWith(".properties")) {
                    Properties messages = new Properties();
                    try {
                        messages.load(new InputStreamReader(new ByteArrayInputStream(content), ISO_8859_1));
                    } catch (IllegalArgumentException malformedEscape) {
                        continue;
                    }
                    messages.values().forEach(value -> add(value.toString()));
                } else if (name.endsWith(".txt")
                        || name.endsWith(".md")
                        || name.contains("license")
                        || name.contains("notice")) {
                    if (!name.endsWith(".class")) {
                        Stream.of(new String(content, UTF_8).split("\\n\\s*\\n"))
                                .forEach(this::add);
                    }
                }
            }
        }
    }

    private void add(String text) {
        String trimmed = text.strip();
        if (trimmed.length() >= SHORTEST && trimmed.length() <= LONGEST) {
            texts.add(trimmed);
        }
    }
}
