package dev.portcullis.waf;

import static java.util.Objects.requireNonNull;

import dev.portcullis.waf.internal.Bounds;
import dev.portcullis.waf.internal.Findings;
import dev.portcullis.waf.internal.Loader;
import dev.portcullis.waf.internal.Overlay;
import dev.portcullis.waf.internal.Program;
import dev.portcullis.waf.internal.Providers;
import dev.portcullis.waf.internal.Surroundings;
import dev.portcullis.waf.seclang.Flaw;
import dev.portcullis.waf.seclang.RuleReader;
import dev.portcullis.waf.spi.BlockListProvider;
import dev.portcullis.waf.spi.CollectionStore;
import dev.portcullis.waf.spi.GeoProvider;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects rules, in order, and what they need from outside. Not thread-safe. */
public final class WafBuilder {
    private static final long MOST_RECORDS = 100_000;
    private static final int MATCHES_KEPT = 100;

    private final Map<Path, byte[]> given = new HashMap<>();
    private final RuleReader reader = new RuleReader(this::content);
    private final List<LoadReport.Problem> unreadable = new ArrayList<>();
    private @Nullable GeoProvider geo;
    private @Nullable BlockListProvider blockList;
    private @Nullable CollectionStore collections;
    private Clock clock = new LocalClock();
    private LongSupplier nanos = System::nanoTime;
    private Supplier<String> ids = WafBuilder::randomId;
    private Map<String, String> environment = Map.of();
    private int matchesKept = MATCHES_KEPT;
    private @Nullable Budget budget;

    WafBuilder() {}

    /** Adds a rule file, or a folder: its files {@code *.conf} in the order of their names. */
    public WafBuilder rules(Path path) {
        if (!Files.isDirectory(path)) {
            reader.file(path);
            return this;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            List<Path> rules = new ArrayList<>();
            for (Path file : files) {
                if (file.toString().endsWith(".conf")) {
                    rules.add(file);
                }
            }
            Collections.sort(rules);
            if (rules.isEmpty()) {
                unreadable.add(new LoadReport.Problem(
                        path.toString(), 1, "the folder holds no file *.conf; name the folder that the rules are in"));
            }
            for (Path file : rules) {
                reader.file(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            unreadable.add(new LoadReport.Problem(path.toString(), 1, "the folder cannot be read: " + e));
        }
        return this;
    }

    /**
     * Adds rules as a text.
     *
     * @param name stands for the file in messages and log lines
     * @param text one character a byte (ISO-8859-1)
     */
    public WafBuilder rules(String name, String text) {
        reader.text(requireNonNull(name, "name"), requireNonNull(text, "text"));
        return this;
    }

    /**
     * Gives the content of a file, which is then not read from the disk, whoever names it.
     *
     * @param content not to be changed afterwards
     */
    public WafBuilder content(Path file, byte[] content) {
        given.put(absolute(file), requireNonNull(content, "content"));
        return this;
    }

    private byte[] content(Path file) throws IOException {
        byte[] content = given.get(absolute(file));
        return content == null ? Files.readAllBytes(file) : content;
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /**
     * Adds the rules that come with this module.
     *
     * <p>What they mean and how they are tuned stands in the documentation of the module.
     */
    public WafBuilder builtinRules() {
        Optional<List<BuiltinRules.File>> files = BuiltinRules.files();
        if (files.isEmpty()) {
            unreadable.add(new LoadReport.Problem("builtin", 1, "the builtin rules are not part of this build"));
            return this;
        }
        files.get().forEach(file -> content(file.path(), file.content()));
        files.get().stream().filter(BuiltinRules.File::isRules).forEach(file -> reader.file(file.path()));
        return this;
    }

    /** Bounds what is taken apart; without it directives of the rules do. */
    public WafBuilder budget(Budget bounds) {
        budget = requireNonNull(bounds, "bounds");
        return this;
    }

    /** Answers {@code @geoLookup}; without it rules that ask never match, and the report lists them. */
    public WafBuilder geo(GeoProvider provider) {
        geo = requireNonNull(provider, "provider");
        return this;
    }

    /** Answers {@code @rbl}; without it rules that ask never match, and the report lists them. */
    public WafBuilder blockList(BlockListProvider provider) {
        blockList = requireNonNull(provider, "provider");
        return this;
    }

    /** Keeps persistent collections; by default 100,000 records in the memory of this process. */
    public WafBuilder collections(CollectionStore store) {
        collections = requireNonNull(store, "store");
        return this;
    }

    /**
     * Persistent collections in the memory of this process, for {@link #collections}: what several firewalls share, or what
     * outlives one of them.
     *
     * @param most how many records; the least used leave first
     * @param nanos a monotonic clock in nanoseconds
     */
    public static CollectionStore collectionsInMemory(long most, LongSupplier nanos) {
        return new CaffeineCollections(most, nanos);
    }

    /** Tells the time for the variables {@code TIME...}; by default the system's, in its zone. */
    public WafBuilder clock(Clock toUse) {
        clock = requireNonNull(toUse, "toUse");
        return this;
    }

    /** Measures durations and the life of collections, in nanoseconds; by default {@link System#nanoTime}. */
    public WafBuilder nanoTime(LongSupplier ticks) {
        nanos = requireNonNull(ticks, "ticks");
        return this;
    }

    /** Makes ids for transactions whose host gives none; by default random. */
    public WafBuilder ids(Supplier<String> toUse) {
        ids = requireNonNull(toUse, "toUse");
        return this;
    }

    /** What the variable {@code ENV} holds; by default nothing. */
    public WafBuilder environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /**
     * How many matches of a transaction are kept besides the first of each rule; others are only counted. By default
     * 100.
     */
    public WafBuilder matchesKept(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("matchesKept must not be negative: " + most);
        }
        matchesKept = most;
        return this;
    }

    /**
     * Compiles the rules.
     *
     * @throws RulesException if there is any mistake in them; it lists all
     */
    public Waf build() {
        Findings findings = new Findings();
        findings.flaws(reader.flaws());
        Program program = new Loader(findings, new Providers(geo, blockList, this::content))
                .bounds(bounds())
                .load(reader.directives());
        List<LoadReport.Problem> problems = new ArrayList<>(unreadable);
        for (Flaw flaw : findings.flaws()) {
            problems.add(new LoadReport.Problem(
                    flaw.position().file(), flaw.position().line(), flaw.reason()));
        }
        if (!problems.isEmpty()) {
            throw new RulesException(problems);
        }
        CollectionStore store = collections == null ? new CaffeineCollections(MOST_RECORDS, nanos) : collections;
        program.prepare();
        if (geo == null && blockList == null) {
            // Providers may ask others, which requests that nobody sent must not do.
            Rehearsal.of(() -> new Transaction(program.rehearsal()));
        }
        Surroundings surroundings = new Surroundings(clock, nanos, ids, store, environment, matchesKept);
        return new Waf(program, Overlay.NONE, surroundings, report(program, findings));
    }

    private Bounds bounds() {
        return budget == null
                ? Bounds.NONE
                : new Bounds(
                        budget.arguments(),
                        budget.depth(),
                        budget.parts(),
                        budget.keys(),
                        budget.graphqlDepth(),
                        budget.aliases());
    }

    private static LoadReport report(Program program, Findings findings) {
        List<LoadReport.Notice> notices = new ArrayList<>();
        for (Findings.Notice n : findings.notices()) {
            notices.add(new LoadReport.Notice(n.position().file(), n.position().line(), n.text()));
        }
        List<LoadReport.Waiting> waiting = new ArrayList<>();
        for (Findings.Waiting w : findings.waiting()) {
            waiting.add(new LoadReport.Waiting(
                    w.rule(), w.operator(), w.position().file(), w.position().line()));
        }
        return new LoadReport(program.size(), List.copyOf(notices), List.copyOf(waiting), findings.signature());
    }

    private static String randomId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
