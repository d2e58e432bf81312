package dev.portcullis.examples.cli;

import dev.portcullis.gateway.policy.CheckReport;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Validates policies and runs the tests beside them. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Validates policies and runs the tests beside them (NAME.test.yaml beside NAME.yaml).")
final class Check implements Callable<Integer> {
    /** How the findings are written. */
    enum Format {
        /** One line each. */
        TEXT
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "the policies")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--format", defaultValue = "text", description = "text")
    private Format format = Format.TEXT;

    @Override
    public Integer call() {
        CheckReport report = PolicyCheck.run(Policy.loader(), files);
        switch (format) {
            case TEXT -> report.lines().forEach(spec.commandLine().getOut()::println);
        }
        if (report.unreadable()) {
            return Exit.UNREADABLE;
        }
        return report.passed() ? Exit.OK : Exit.FINDINGS;
    }
}
