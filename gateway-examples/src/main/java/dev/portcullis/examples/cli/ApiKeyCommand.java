package dev.portcullis.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Works with API keys. */
@Command(
        name = "apikey",
        mixinStandardHelpOptions = true,
        description = "Works with API keys.",
        subcommands = ApiKeyCreate.class)
final class ApiKeyCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing after apikey");
    }
}
