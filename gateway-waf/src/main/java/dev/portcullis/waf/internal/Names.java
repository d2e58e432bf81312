package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.Compiled;
import dev.portcullis.waf.operator.Operator;
import dev.portcullis.waf.operator.OperatorOptions;
import dev.portcullis.waf.operator.Operators;
import dev.portcullis.waf.seclang.Selector;
import dev.portcullis.waf.seclang.SyntaxException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Gives numbers and places to the names of a program while it is compiled. */
final class Names {
    /** Many selectors are used by dozens of rules; the first 64 are remembered by each value. */
    private static final int REMEMBERED = 64;

    private final Keys.Builder keys = new Keys.Builder();
    private final TxNames.Builder tx = new TxNames.Builder();
    private final Map<String, KeyPattern> patterns = new HashMap<>();

    int key(String name) {
        return keys.number(name);
    }

    int place(String txName) {
        return tx.place(txName);
    }

    KeyPattern pattern(String text) throws SyntaxException {
        KeyPattern known = patterns.get(text);
        if (known != null) {
            return known;
        }
        long bit = patterns.size() < REMEMBERED ? 1L << patterns.size() : 0;
        KeyPattern pattern = keyPattern(text, bit);
        patterns.put(text, pattern);
        return pattern;
    }

    /** A pattern that is this name, and no other, in any case. */
    static KeyPattern wholeKey(String name) throws SyntaxException {
        StringBuilder text = new StringBuilder("\\A");
        for (byte b : Ascii.bytes(name)) {
            text.append("\\x").append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return keyPattern(text.append("\\z").toString(), 0);
    }

    static KeyPattern keyPattern(String text, long bit) throws SyntaxException {
        OperatorOptions options = new OperatorOptions(
                name -> {
                    throw new IOException("a pattern reads no file: " + name);
                },
                1000);
        Compiled<Operator> compiled = Operators.compile("rx", Ascii.bytes("(?i)" + text), options);
        if (compiled instanceof Compiled.Refused<Operator> refused) {
            throw new SyntaxException("the pattern of a key cannot be used: " + refused.reason());
        }
        return new KeyPattern(((Compiled.Ready<Operator>) compiled).operator(), bit);
    }

    /** The variable that a selector means. */
    static Variable variable(Selector selector) throws SyntaxException {
        if (selector.variable().equalsIgnoreCase("XML")) {
            return xml(selector);
        }
        Variable variable = variable(selector.variable());
        if (selector.kind() != Selector.Kind.ALL && !variable.hasKeys()) {
            throw new SyntaxException("the variable " + variable + " has no keys");
        }
        return variable;
    }

    static Variable variable(String name) throws SyntaxException {
        Optional<Variable> variable = Variable.named(name);
        if (variable.isEmpty() || variable.get() == Variable.XML) {
            throw new SyntaxException("unknown variable " + name
                    + Nearest.didYouMean(
                            name,
                            Arrays.stream(Variable.values()).map(Variable::name).toList()));
        }
        return variable.get();
    }

    private static Variable xml(Selector selector) throws SyntaxException {
        return switch (selector.key()) {
            case "/*" -> Variable.XML;
            case "//@*" -> Variable.XML_ATTRIBUTES;
            default ->
                throw new SyntaxException("XML is inspected as XML:/* (texts) and XML://@* (attributes); not "
                        + (selector.key().isEmpty() ? "without a path" : selector.key()));
        };
    }

    Keys keys() {
        return keys.build();
    }

    TxNames txNames() {
        return tx.build();
    }
}
