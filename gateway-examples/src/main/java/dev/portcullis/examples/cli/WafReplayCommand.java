package dev.portcullis.examples.cli;

import dev.portcullis.examples.replay.Bench;
import dev.portcullis.examples.replay.DefaultSetup;
import dev.portcullis.examples.replay.Replay;
import dev.portcullis.examples.replay.RequestFile;
import dev.portcullis.waf.LoadReport;
import dev.portcullis.waf.RulesException;
import dev.portcullis.waf.Waf;
import dev.portcullis.waf.WafBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code waf replay}: recorded requests through rules. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Runs recorded requests through rules: one JSON verdict a line, or measures with --bench.")
final class WafReplayCommand implements Callable<Integer> {
    private static final String BUILTIN = "builtin";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--rules",
            required = true,
            paramLabel = "PATH",
            description = "a folder of *.conf, a file, or builtin")
    private List<String> rules = new ArrayList<>();

    @Option(
            names = "--setup",
            paramLabel = "FILE",
            description = "loaded before the rules, in place of the default setup")
    private List<Path> setup = new ArrayList<>();

    @Option(names = "--requests", required = true, paramLabel = "FILE.jsonl", description = "one JSON object a line")
    private Path requests = Path.of("");

    @Option(names = "--bench", paramLabel = "SECONDS", description = "measures for that long instead")
    private @Nullable Integer bench;

    @Override
    public Integer call() {
        Waf waf = load();
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (bench == null) {
                new Replay(waf).run(requests, out);
            } else {
                new Bench(waf).run(requests, Duration.ofSeconds(bench), out);
            }
        } catch (RequestFile.UnreadableException e) {
            throw new CannotRead(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CannotRead(requests + ": " + e);
        } finally {
            out.flush();
        }
        return Exit.OK;
    }

    private Waf load() {
        WafBuilder builder = Waf.builder();
        if (setup.isEmpty()) {
            builder.rules(DefaultSetup.NAME, DefaultSetup.TEXT);
        }
        setup.forEach(builder::rules);
        for (String path : rules) {
            if (path.equals(BUILTIN)) {
                builder.builtinRules();
            } else {
                builder.rules(Path.of(path));
            }
        }
        try {
            Waf waf = builder.build();
            waf.report().notices().forEach(notice -> err(notice.toString()));
            for (LoadReport.Waiting rule : waf.report().waiting()) {
                err(rule.file() + ":" + rule.line() + ": notice: rule " + rule.rule() + " never matches: "
                        + rule.operator() + " has no provider");
            }
            return waf;
        } catch (RulesException e) {
            throw new CannotRead(e.problems().stream()
                    .map(LoadReport.Problem::toString)
                    .collect(Collectors.joining("\n", "the rules cannot be read\n", "")));
        }
    }

    private void err(String line) {
        spec.commandLine().getErr().println(line);
    }
}
