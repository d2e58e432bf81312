package dev.portcullis.examples.cli;

import dev.portcullis.examples.demo.Demonstration;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what a gateway does to requests that a person would try. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts a service and a gateway before it, sends requests, and says what became of each.")
final class Demo implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--keep-running", description = "leave it up, and print lines to try")
    private boolean keepRunning;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Demonstration demonstration = Demonstration.start()) {
            boolean asExpected = demonstration.run(out);
            if (keepRunning) {
                demonstration.curlLines().forEach(out::println);
                out.flush();
                new CountDownLatch(1).await();
            }
            return asExpected ? Exit.OK : Exit.FINDINGS;
        }
    }
}
