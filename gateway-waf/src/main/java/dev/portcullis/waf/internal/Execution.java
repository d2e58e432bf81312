package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.Evaluation;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A transaction while it runs through a program: its variables, what matched last, what was decided. One thread at a time,
 * and one transaction after the other: {@link #end()} makes it forget all of one before it serves the next. What is to be
 * said of a transaction afterwards is in its {@link Outcome}.
 */
public final class Execution implements Evaluation {
    private static final int SCRATCH = 1024;
    private static final Outcome IDLE = new Outcome(Surroundings.NONE);

    private final Program program;
    private final Slices slices = new Slices();
    private final Values values;
    private final TxStore tx;
    private final Records records;
    private final Removals removals;
    private final ByteBuilder scratch = new ByteBuilder(SCRATCH);
    private final Switches switches;
    private final RequestFacts request;
    private final ResponseFacts response;

    private Overlay overlay = Overlay.NONE;
    private Outcome outcome = IDLE;
    private TimeOfTransaction time = TimeOfTransaction.NONE;
    private Disruption.Kind allowed = Disruption.Kind.PASS;
    private int phase;
    private @Nullable Rule rule;
    private @Nullable Text uniqueId;
    private @Nullable Course requestCourse;
    private @Nullable Course responseCourse;

    private final LastMatch last = new LastMatch();
    private int arguments;
    private boolean shadowing;
    private boolean capturing;
    private int captured;

    /** An execution that serves no transaction yet. */
    Execution(Program program) {
        this.program = program;
        values = new Values(this, program.keys, slices);
        tx = new TxStore(program.txNames, program.txKeys, program.keys, program.gates.watched(), slices);
        records = new Records(program.settings, program.keys, slices);
        removals = new Removals(program.rules.length);
        switches = new Switches(program.settings);
        request = new RequestFacts(this);
        response = new ResponseFacts(this);
    }

    /** A transaction begins. */
    Execution begin(Overlay changes, Surroundings surroundings) {
        overlay = changes;
        outcome = new Outcome(surroundings);
        records.begin(surroundings.collections());
        overlay.preset(tx);
        removals.begin(overlay);
        time = new TimeOfTransaction(surroundings.clock(), surroundings.nanos());
        switches.begin(program.settings);
        if (!surroundings.environment().isEmpty()) {
            surroundings
                    .environment()
                    .forEach((name, value) -> values.add(Variable.ENV, Text.of(name), Text.of(value)));
        }
        return this;
    }

    /**
     * The transaction has ended: forgets all of it, and is there for another. Only for the thread that alone knows of this
     * execution.
     */
    public void end() {
        values.forget();
        tx.forget();
        removals.begin(Overlay.NONE);
        records.begin(Surroundings.NONE.collections());
        if (requestCourse != null) {
            requestCourse.forget();
        }
        if (responseCourse != null) {
            responseCourse.forget();
        }
        last.nothing();
        scratch.wipe(SCRATCH);
        slices.takeBack();
        overlay = Overlay.NONE;
        outcome = IDLE;
        time = TimeOfTransaction.NONE;
        allowed = Disruption.Kind.PASS;
        phase = 0;
        rule = null;
        uniqueId = null;
        arguments = 0;
        shadowing = false;
        capturing = false;
        captured = 0;
        program.idle.give(this);
    }

    /** What is read from here on belongs to this phase, 1 to 4. */
    public void enter(int ofPhase) {
        phase = ofPhase;
    }

    /** Runs the rules of a phase, 1 to 5. What it decides is {@link #stop()}. */
    public void run(int ofPhase) {
        if (switches.engine() == Settings.Engine.OFF || passesOver(ofPhase) || (outcome.stop != null && ofPhase < 5)) {
            return;
        }
        phase = ofPhase;
        Course course = course(ofPhase);
        int end = program.end(ofPhase);
        int at = program.first(ofPhase);
        while (true) {
            at = course == null ? removals.next(at) : course.next(at);
            if (at >= end) {
                return;
            }
            Rule next = program.rules[at++];
            if (overlay.hasShadows() && overlay.shadows(next)) {
                runInShadow(course, next);
                continue;
            }
            boolean matches = course == null ? next.matches(this) : course.run(next);
            if (!matches) {
                continue;
            }
            if ((outcome.stop != null && ofPhase < 5) || switches.engine() == Settings.Engine.OFF) {
                return;
            }
            if (next.disruption.allows() && switches.engine() == Settings.Engine.ON) {
                allowed = next.disruption.kind();
                return;
            }
            if (next.skipTo >= 0) {
                at = next.skipTo;
            } else {
                at += next.skip;
            }
        }
    }

    /** The course of a phase; null if each rule looks at all of its values. */
    private @Nullable Course course(int ofPhase) {
        ScanDomain domain = program.domain(ofPhase);
        if (domain == null) {
            return null;
        }
        Course course = ofPhase <= 2 ? requestCourse : responseCourse;
        if (course == null) {
            course = new Course(this, domain);
            if (ofPhase <= 2) {
                requestCourse = course;
            } else {
                responseCourse = course;
            }
        }
        return course.through(program.end(ofPhase));
    }

    Program program() {
        return program;
    }

    /** Whether gates were removed or run without a trace, so that they lead elsewhere than they say. */
    boolean movesGates() {
        long[] gates = program.gates.rules();
        return removals.has(gates) || overlay.shadowsAnyOf(gates);
    }

    /** The rule looks at what any rule would see, and nothing but its matches is left of it. */
    private void runInShadow(@Nullable Course course, Rule next) {
        TxStore.Saved before = tx.save();
        shadowing = true;
        if (course == null) {
            next.matches(this);
        } else {
            course.run(next);
        }
        shadowing = false;
        tx.restore(before);
    }

    private boolean passesOver(int ofPhase) {
        return switch (allowed) {
            case ALLOW -> ofPhase < 5;
            case ALLOW_REQUEST -> ofPhase < 3;
            default -> false;
        };
    }

    void begin(Rule next) {
        rule = next;
        if (next.recordsMatches) {
            values.clear(Variable.MATCHED_VARS);
            values.clear(Variable.MATCHED_VARS_NAMES);
        }
    }

    /** A link without a condition was reached. */
    void matched(Rule of, Link link, boolean completes) {
        last.nothing();
        finish(of, link, completes);
    }

    /** A number matched. */
    void matched(Rule of, Link link, boolean completes, Target target, long number) {
        last.number(target, target.place >= 0 ? tx.name(target.place) : null, number);
        finish(of, link, completes);
    }

    /** A value matched. */
    void matched(Rule of, Link link, boolean completes, Target target, Entry entry, Text text) {
        last.text(target, entry.name, text);
        finish(of, link, completes);
    }

    private void finish(Rule of, Link link, boolean completes) {
        if (of.recordsMatches) {
            values.add(Variable.MATCHED_VARS, last.name(), last.value());
        }
        for (Action action : link.actions) {
            action.run(this);
        }
        if (completes) {
            complete(of, link);
        }
    }

    private void complete(Rule of, Link link) {
        if (shadowing) {
            if (of.logs && outcome.matchedInShadow().wants(of)) {
                outcome.matchedInShadow().add(of, MatchWriter.write(this, of, link, false));
            }
            return;
        }
        int severity = of.info.severity();
        if (severity >= 0 && severity < values.number(Variable.HIGHEST_SEVERITY)) {
            values.set(Variable.HIGHEST_SEVERITY, severity);
        }
        boolean refuses = of.disruption.refuses()
                && switches.engine() == Settings.Engine.ON
                && phase < 5
                && outcome.stop == null
                && !overlay.onlyDetects(of);
        if (of.logs && outcome.matched().wants(of)) {
            outcome.matched().add(of, MatchWriter.write(this, of, link, refuses));
        }
        if (refuses) {
            Template location = of.disruption.location();
            Stop.Kind kind = switch (of.disruption.kind()) {
                case DROP -> Stop.Kind.DROP;
                case REDIRECT -> Stop.Kind.REDIRECT;
                default -> Stop.Kind.DENY;
            };
            String to = location == null ? "" : location.text(this).latin1();
            outcome.stop = new Stop(kind, of.disruption.status(), to, of.info.id(), phase, "", of.traits.cause());
        }
    }

    /** A limit was reached: ends the transaction where rules decide, and is only noted otherwise. */
    public void limit(String code, int status) {
        outcome.limit(code);
        if (switches.engine() == Settings.Engine.ON && outcome.stop == null && phase < 5) {
            outcome.stop = new Stop(Stop.Kind.LIMIT, status, "", 0, phase, code, Stop.Cause.LIMIT);
        }
    }

    /** Counts one more argument; false if the rules allow no more. */
    boolean countArgument() {
        return ++arguments <= program.settings.argumentsLimit();
    }

    boolean isStopped() {
        return outcome.stop != null && phase < 5;
    }

    // --- what operators report

    void capturing(boolean on) {
        if (on) {
            captured = 0;
        } else if (capturing && captured != 0) {
            for (int group = 0; group < TxStore.GROUPS; group++) {
                if ((captured & (1 << group)) == 0) {
                    tx.remove(group);
                }
            }
        }
        capturing = on;
    }

    @Override
    public boolean capturing() {
        return capturing;
    }

    @Override
    public void capture(int group, byte[] source, int from, int to) {
        if (capturing && group < TxStore.GROUPS) {
            captured |= 1 << group;
            tx.set(group, slices.text(source, from, to));
        }
    }

    @Override
    public void exhausted() {
        values.set(Variable.MSC_PCRE_LIMITS_EXCEEDED, 1);
        tx.set(tx.findOrAdd(PCRE_LIMITS, 0, PCRE_LIMITS.length), 1);
        limit("waf.budget", 403);
    }

    private static final byte[] PCRE_LIMITS = Ascii.bytes("MSC_PCRE_LIMITS_EXCEEDED");

    // --- what links, actions and macros ask for

    /** The number of values that a target stands for. */
    long count(Rule of, Link link, Target target) {
        if (target.place >= 0) {
            return tx.has(target.place) ? 1 : 0;
        }
        long count = 0;
        for (Variable source : target.sources) {
            EntryList list = values.list(source);
            for (int i = 0; i < list.size(); i++) {
                Entry entry = list.get(i);
                if (target.accepts(entry) && !removals.covers(of, link, target, entry)) {
                    count++;
                }
            }
        }
        return count;
    }

    Entry countEntry(Rule of, Link link, Target target) {
        return slices.entry(slices.digits(count(of, link, target)));
    }

    /** The value at a place of TX, or null if absent. */
    @Nullable
    Entry txEntry(int place) {
        return tx.entry(place);
    }

    EntryList txEntries() {
        return txEntries(null);
    }

    /** The values of TX whose name has the pattern in it; all without one. */
    EntryList txEntries(@Nullable KeyPattern pattern) {
        return tx.entries(pattern);
    }

    EntryList ruleEntries() {
        return RuleFacts.entries(rule, program.keys, slices);
    }

    /** What matched last. */
    LastMatch last() {
        return last;
    }

    Text uniqueId() {
        if (uniqueId == null) {
            uniqueId = slices.text(outcome.id());
        }
        return uniqueId;
    }

    /** Sets the id that the host gave. */
    public void uniqueId(String id) {
        outcome.id(id);
    }

    /** The number that a variable of TX holds. */
    public OptionalLong txNumber(String ofName) {
        Text name = slices.text(ofName);
        int place = tx.find(name.bytes, name.from, name.to);
        return place < 0 || !tx.has(place) ? OptionalLong.empty() : OptionalLong.of(tx.number(place));
    }

    /** Keeps what persistent collections hold. */
    public void close() {
        records.commit();
    }

    boolean bodyIsMultipart() {
        return switches.processor().equals("MULTIPART");
    }

    /** An empty builder, valid until the next call. */
    ByteBuilder scratch() {
        return scratch.clear();
    }

    Values values() {
        return values;
    }

    TxStore tx() {
        return tx;
    }

    Records records() {
        return records;
    }

    Removals removals() {
        return removals;
    }

    Slices slices() {
        return slices;
    }

    TimeOfTransaction time() {
        return time;
    }

    /** What rules may change about the rest of the transaction. */
    public Switches switches() {
        return switches;
    }

    Settings settings() {
        return program.settings;
    }

    /** What the request brings. */
    public RequestFacts request() {
        return request;
    }

    /** What the response brings. */
    public ResponseFacts response() {
        return response;
    }

    /** How the transaction was ended, or null while it goes on. */
    @Nullable
    Stop stop() {
        return outcome.stop;
    }

    /** What is to be said of the transaction, now and when it has ended. */
    public Outcome outcome() {
        return outcome;
    }
}
