package dev.portcullis.examples.cli;

import dev.portcullis.examples.serve.ServerKind;
import dev.portcullis.examples.serve.StandAlone;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a gateway on a policy file until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs a gateway on a policy file, proxying to the upstreams that it names.")
final class Serve implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "the policy; it is followed")
    private Path policy = Path.of("policy.yaml");

    @Option(
            names = "--server",
            defaultValue = "jdk",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} otherwise")
    private ServerKind server = ServerKind.JDK;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "to listen on; ${DEFAULT-VALUE} otherwise")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "to listen on, 0 for a free one; ${DEFAULT-VALUE} otherwise")
    private int port = 8080;

    @Override
    public Integer call() throws Exception {
        TlsDefaults.apply();
        if (port < 0 || port > 65_535) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--port': expected 0 to 65535 but was " + port);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!Files.isReadable(policy)) {
            throw new CannotRead(policy + ": the policy cannot be read");
        }
        StandAlone gateway;
        try {
            gateway = StandAlone.configure(policy, server)
                    .listenOn(new InetSocketAddress(host, port))
                    .start(new Reports(out));
        } catch (PolicyErrors e) {
            e.errors().forEach(spec.commandLine().getErr()::println);
            return Exit.FINDINGS;
        } catch (java.io.IOException | RuntimeException e) {
            throw new CannotRead("cannot listen on " + host + ":" + port + ": " + e.getMessage());
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, stopped), "portcullis-stop"));
        HangUp.onSignal(gateway::reload);
        out.println(gateway.ready());
        out.flush();
        stopped.await();
        return Exit.OK;
    }

    /** A termination is a normal end here; the JVM's own exit code for a signal would say otherwise. */
    private static void stop(StandAlone gateway, CountDownLatch stopped) {
        try {
            gateway.close();
            stopped.countDown();
        } finally {
            Runtime.getRuntime().halt(Exit.OK);
        }
    }

    private static final class Reports implements PolicyListener {
        private final PrintWriter out;

        Reports(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void active(Metadata policy) {
            out.println("portcullis policy active " + policy);
            out.flush();
        }

        @Override
        public void refused(List<PolicyError> errors) {
            out.println("portcullis policy refused: " + errors.get(0));
            out.flush();
        }
    }
}
