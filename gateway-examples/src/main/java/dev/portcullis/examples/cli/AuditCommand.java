package dev.portcullis.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code audit}: what is done with a trail outside of a gateway. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Works with audit trails.",
        subcommands = AuditVerifyCommand.class)
final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing after audit");
    }
}
