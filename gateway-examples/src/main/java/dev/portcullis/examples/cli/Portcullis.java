package dev.portcullis.examples.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The runnable jar: results go to standard output, everything else to standard error. */
@Command(
        name = "portcullis",
        mixinStandardHelpOptions = true,
        versionProvider = Portcullis.Version.class,
        description = "A gateway in process: runs it, checks its policy, replays requests, verifies its trail.",
        subcommands = {Demo.class, Serve.class, Check.class, WafCommand.class, AuditCommand.class, ApiKeyCommand.class})
public final class Portcullis implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Portcullis() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line, for tests that run it in their own process. */
    static CommandLine commandLine() {
        return new CommandLine(new Portcullis())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    boolean unreadable = e instanceof CannotRead;
                    command.getErr().println("error: " + (unreadable ? e.getMessage() : e));
                    return unreadable ? Exit.UNREADABLE : Exit.FINDINGS;
                });
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Portcullis.class.getPackage().getImplementationVersion())
                    .orElse("development");
            return new String[] {"portcullis " + version};
        }
    }
}
