package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.MacroText;
import dev.portcullis.waf.seclang.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles texts with macros. */
final class MacroCompiler {
    private final Names names;

    MacroCompiler(Names names) {
        this.names = names;
    }

    Template compile(String text) throws SyntaxException {
        List<Template.Part> parts = new ArrayList<>();
        for (MacroText.Part part : MacroText.of(text).parts()) {
            if (part instanceof MacroText.Literal literal) {
                parts.add(new Template.Literal(Text.of(literal.text())));
            } else if (part instanceof MacroText.Reference reference) {
                parts.add(reference(reference));
            }
        }
        return new Template(parts);
    }

    /** Whether a text has a macro, and each names a variable that there is; else braces in it mean something else. */
    static boolean isMacro(String text) {
        if (!text.contains("%{")) {
            return false;
        }
        boolean dynamic = false;
        for (MacroText.Part part : MacroText.of(text).parts()) {
            if (part instanceof MacroText.Reference reference) {
                if (Variable.named(reference.variable()).isEmpty()) {
                    return false;
                }
                dynamic = true;
            }
        }
        return dynamic;
    }

    private Template.Part reference(MacroText.Reference reference) throws SyntaxException {
        Variable variable = Names.variable(reference.variable());
        Optional<String> key = reference.key();
        if (key.isEmpty()) {
            if (variable == Variable.TX) {
                throw new SyntaxException("a macro of TX needs a name: %{tx.name}");
            }
            return new First(variable);
        }
        if (!variable.hasKeys()) {
            throw new SyntaxException("the variable " + variable + " of a macro has no keys");
        }
        if (variable == Variable.TX) {
            return new Tx(names.place(key.get()));
        }
        return new Keyed(variable, Text.of(Ascii.lower(key.get())));
    }

    /** {@code %{tx.name}}. */
    private record Tx(int place) implements Template.Part {
        @Override
        public void appendTo(ByteBuilder out, Execution execution) {
            execution.tx().appendTo(out, place);
        }

        @Override
        public @Nullable Text value(Execution execution) {
            return execution.tx().text(place);
        }

        @Override
        public long number(Execution execution) {
            return execution.tx().number(place);
        }
    }

    /** {@code %{REMOTE_ADDR}}: the first value. */
    private record First(Variable variable) implements Template.Part {
        @Override
        public void appendTo(ByteBuilder out, Execution execution) {
            if (variable.kind == Variable.Kind.NUMBER) {
                out.append(execution.values().number(variable));
                return;
            }
            for (Variable source : variable.sources()) {
                Text text = execution.values().first(source);
                if (text != null) {
                    append(out, text);
                    return;
                }
            }
        }
    }

    /** {@code %{REQUEST_HEADERS.host}}: the first value of that name. */
    private record Keyed(Variable variable, Text lowerName) implements Template.Part {
        @Override
        public void appendTo(ByteBuilder out, Execution execution) {
            for (Variable source : variable.sources()) {
                Text text = execution.values().find(source, lowerName.bytes);
                if (text != null) {
                    append(out, text);
                    return;
                }
            }
        }
    }

    private static void append(ByteBuilder out, @Nullable Text text) {
        if (text != null) {
            out.append(text.bytes, text.from, text.to);
        }
    }
}
