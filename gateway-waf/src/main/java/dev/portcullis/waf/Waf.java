package dev.portcullis.waf;

import dev.portcullis.waf.internal.Execution;
import dev.portcullis.waf.internal.Program;
import dev.portcullis.waf.internal.Surroundings;

/**
 * Rules, compiled. Immutable: any number of threads may begin transactions, and replacing the rules means building
 * another one.
 *
 * <pre>{@code
 * Waf waf = Waf.builder()
 *         .rules(Path.of("crs/crs-setup.conf"))
 *         .rules(Path.of("crs/rules"))
 *         .build();
 * Transaction transaction = waf.begin();
 * }</pre>
 */
public final class Waf {
    private final Program program;
    private final Surroundings surroundings;
    private final LoadReport report;

    Waf(Program program, Surroundings surroundings, LoadReport report) {
        this.program = program;
        this.surroundings = surroundings;
        this.report = report;
    }

    /** A builder without rules. */
    public static WafBuilder builder() {
        return new WafBuilder();
    }

    /** What the load had to say. */
    public LoadReport report() {
        return report;
    }

    /** The same rules, run one by one on all of their values: slow, and what the plans are checked against. */
    Waf straightforward() {
        return new Waf(program.straightforward(), surroundings, report);
    }

    /** Begins a transaction. */
    public Transaction begin() {
        return new Transaction(new Execution(program, surroundings));
    }
}
