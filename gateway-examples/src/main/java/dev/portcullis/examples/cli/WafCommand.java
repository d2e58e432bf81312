package dev.portcullis.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code waf}: what the firewall does outside of a gateway. */
@Command(
        name = "waf",
        mixinStandardHelpOptions = true,
        description = "Works with the rules of the firewall.",
        subcommands = WafReplayCommand.class)
final class WafCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing after waf");
    }
}
