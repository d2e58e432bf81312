package dev.portcullis.waf.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The variables of one transaction. What is derived from others, or from the clock, is made when a rule asks for it. */
final class Values {
    /** The version of ModSecurity whose language this is, as that variable writes it. */
    private static final Text BUILD = Text.of("030000000");

    private final Execution execution;
    private final Keys keys;
    private final Slices slices;
    /** For each variable its values, or its only one as long as nobody asked for a list. */
    private final @Nullable Object[] slots = new @Nullable Object[Variable.COUNT];

    private Text body = Text.EMPTY;
    private final long[] numbers = new long[Variable.COUNT];

    Values(Execution execution, Keys keys, Slices slices) {
        this.execution = execution;
        this.keys = keys;
        this.slices = slices;
        forget();
    }

    /** Without values, as before a transaction begins. */
    final void forget() {
        Arrays.fill(slots, null);
        Arrays.fill(numbers, 0);
        numbers[Variable.HIGHEST_SEVERITY.index()] = 255;
        body = Text.EMPTY;
    }

    /** The values of a variable that is no union, in order. */
    EntryList list(Variable variable) {
        return switch (variable.kind) {
            case NUMBER -> single(slices.digits(number(variable)));
            case NAMES -> names(variable);
            case PERSISTENT -> execution.records().list(variable);
            case TEXT -> computedText(variable);
            case COLLECTION, UNION ->
                switch (variable) {
                    case TX -> execution.txEntries();
                    case RULE -> execution.ruleEntries();
                    default -> stored(variable);
                };
        };
    }

    private EntryList computedText(Variable variable) {
        return switch (variable) {
            case MATCHED_VAR -> single(execution.last().value());
            case MATCHED_VAR_NAME -> single(execution.last().name());
            case REQBODY_PROCESSOR -> single(slices.text(execution.switches().processor()));
            case UNIQUE_ID -> single(execution.uniqueId());
            case FULL_REQUEST -> single(FullRequest.of(this, body));
            case MODSEC_BUILD -> single(BUILD);
            case TIME -> single(Text.of(execution.time().clockTime()));
            default -> stored(variable);
        };
    }

    /** The values that were put in, of a variable that is not derived. */
    EntryList stored(Variable variable) {
        Object slot = slots[variable.index()];
        if (slot instanceof EntryList list) {
            return list;
        }
        if (slot instanceof Text text) {
            EntryList list = single(text);
            slots[variable.index()] = list;
            return list;
        }
        return EntryList.EMPTY;
    }

    private EntryList names(Variable variable) {
        EntryList named = stored(variable.namesOf());
        if (named.size() == 0) {
            return EntryList.EMPTY;
        }
        if (slots[variable.index()] instanceof EntryList names) {
            names.addNames();
            return names;
        }
        EntryList names = slices.namesOf(named);
        slots[variable.index()] = names;
        return names;
    }

    private EntryList single(@Nullable Text text) {
        return text == null ? EntryList.EMPTY : slices.list(slices.entry(text));
    }

    /** The first value of a variable that is no union, or null. */
    @Nullable
    Text first(Variable variable) {
        EntryList list = list(variable);
        return list.size() == 0 ? null : list.get(0);
    }

    /** The value of a variable that is a number. */
    long number(Variable variable) {
        return switch (variable) {
            case ARGS_COMBINED_SIZE ->
                stored(Variable.ARGS_GET).combinedLength()
                        + stored(Variable.ARGS_POST).combinedLength();
            case FULL_REQUEST_LENGTH -> FullRequest.of(this, body).length();
            case DURATION -> execution.time().microsSinceStart();
            case MULTIPART_STRICT_ERROR -> strictError() ? 1 : 0;
            case TIME_DAY, TIME_EPOCH, TIME_HOUR, TIME_MIN, TIME_MON, TIME_SEC, TIME_WDAY, TIME_YEAR ->
                execution.time().number(variable);
            default -> numbers[variable.index()];
        };
    }

    private static final Variable[] STRICT = {
        Variable.REQBODY_PROCESSOR_ERROR,
        Variable.MULTIPART_BOUNDARY_QUOTED,
        Variable.MULTIPART_BOUNDARY_WHITESPACE,
        Variable.MULTIPART_DATA_BEFORE,
        Variable.MULTIPART_DATA_AFTER,
        Variable.MULTIPART_HEADER_FOLDING,
        Variable.MULTIPART_LF_LINE,
        Variable.MULTIPART_MISSING_SEMICOLON,
        Variable.MULTIPART_INVALID_QUOTING,
        Variable.MULTIPART_INVALID_PART,
        Variable.MULTIPART_INVALID_HEADER_FOLDING,
        Variable.MULTIPART_FILE_LIMIT_EXCEEDED
    };

    private boolean strictError() {
        if (!execution.bodyIsMultipart()) {
            return false;
        }
        for (Variable flag : STRICT) {
            if (numbers[flag.index()] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Keeps what was read of the request body, whether or not a variable shows it. */
    void body(Text read) {
        body = read;
    }

    void set(Variable variable, long number) {
        numbers[variable.index()] = number;
    }

    void set(Variable variable, Text text) {
        slots[variable.index()] = text;
    }

    /** Adds a named value to a collection. */
    void add(Variable variable, Text name, Text value) {
        add(variable, name, value.bytes, value.from, value.to);
    }

    void add(Variable variable, Text name, byte[] bytes, int from, int to) {
        add(variable, slices.entry(name, keys.find(name), bytes, from, to));
    }

    void add(Variable variable, Entry entry) {
        if (slots[variable.index()] instanceof EntryList list) {
            list.add(entry);
        } else {
            EntryList list = slices.list();
            slots[variable.index()] = list;
            list.add(entry);
        }
    }

    /** Forgets the values of a collection. */
    void clear(Variable variable) {
        slots[variable.index()] = null;
    }

    /** The number of a name. */
    int key(Text name) {
        return keys.find(name);
    }

    /** The first value of this name, in lower case, or null. */
    @Nullable
    Entry find(Variable variable, byte[] lowerName) {
        EntryList list = list(variable);
        for (int i = 0; i < list.size(); i++) {
            Text name = list.get(i).name;
            if (Ascii.equalsLower(name.bytes, name.from, name.to, lowerName)) {
                return list.get(i);
            }
        }
        return null;
    }
}
