package dev.portcullis.waf;

import dev.portcullis.waf.internal.Overlay;
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
    private final Overlay overlay;

    Waf(Program program, Overlay overlay, Surroundings surroundings, LoadReport report) {
        this.program = program;
        this.overlay = overlay;
        this.surroundings = surroundings;
        this.report = report;
    }

    /**
     * The same rules with a few changes, which come on top of those that this firewall has already. Nothing is compiled
     * again; the program is shared.
     *
     * @throws IllegalArgumentException if a change means no rule, or excludes a value that none of its rules looks at
     */
    public Waf with(Overrides overrides) {
        return new Waf(program, AppliedOverrides.apply(overrides, program, overlay), surroundings, report);
    }

    /** Whether any rule runs on responses. */
    public boolean inspectsResponses() {
        return program.hasRules(3) || program.hasRules(4);
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
        return new Waf(program.straightforward(), overlay, surroundings, report);
    }

    /** Whether a request body beyond the limit is refused; else its beginning is inspected. */
    public boolean rejectsLargeRequestBodies() {
        return program.settings().rejectLargeRequestBody();
    }

    /** Whether a response body beyond the limit is refused; else its beginning is inspected. */
    public boolean rejectsLargeResponseBodies() {
        return program.settings().rejectLargeResponseBody();
    }

    /** The compiled rules; for tests. */
    Program program() {
        return program;
    }

    /** Begins a transaction. */
    public Transaction begin() {
        return new Transaction(program.begin(overlay, surroundings));
    }
}
