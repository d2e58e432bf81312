package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.Compiled;
import dev.portcullis.waf.operator.Operator;
import dev.portcullis.waf.operator.OperatorOptions;
import dev.portcullis.waf.operator.Operators;
import dev.portcullis.waf.seclang.OperatorText;
import dev.portcullis.waf.seclang.Position;
import dev.portcullis.waf.seclang.SyntaxException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Compiles operators with their arguments; equal ones once. */
final class OperatorCompiler {
    private final MacroCompiler macros;
    private final Providers providers;
    private final Findings findings;
    private final int matchLimit;
    private final Map<String, Condition> known = new ConcurrentHashMap<>();

    OperatorCompiler(MacroCompiler macros, Providers providers, Findings findings, int matchLimit) {
        this.macros = macros;
        this.providers = providers;
        this.findings = findings;
        this.matchLimit = matchLimit;
    }

    /**
     * Compiles the fixed patterns of rules ahead, on as many threads as there are: of a load most of the time goes into them.
     * What cannot be compiled is left for {@link #compile}, which tells why and where.
     */
    void prepare(List<RuleDraft> drafts) {
        Map<String, OperatorText> patterns = new HashMap<>();
        for (RuleDraft draft : drafts) {
            for (RuleDraft.Link link : draft.links) {
                Optional<OperatorText> text = link.operator.filter(OperatorCompiler::isFixedPattern);
                text.ifPresent(pattern -> patterns.put(key(pattern, ""), pattern));
            }
        }
        OperatorOptions options = new OperatorOptions(OperatorCompiler::noFile, matchLimit);
        patterns.entrySet().parallelStream().forEach(entry -> {
            OperatorText text = entry.getValue();
            if (Operators.compile(text.name(), Ascii.bytes(text.argument()), options)
                    instanceof Compiled.Ready<Operator> ready) {
                known.put(entry.getKey(), new Condition.Fixed(ready.operator()));
            }
        });
    }

    private static boolean isFixedPattern(OperatorText text) {
        return text.name().equalsIgnoreCase("rx") && !MacroCompiler.isMacro(text.argument());
    }

    private static byte[] noFile(String name) throws IOException {
        throw new IOException("a pattern reads no file: " + name);
    }

    private static String key(OperatorText text, String file) {
        String name = text.name().toLowerCase(Locale.ROOT);
        StringBuilder key = new StringBuilder(name.length() + text.argument().length() + file.length() + 2);
        return key.append(name)
                .append(' ')
                .append(text.argument())
                .append('\n')
                .append(file)
                .toString();
    }

    Condition compile(OperatorText text, long rule, Position position) throws SyntaxException {
        String name = text.name().toLowerCase(Locale.ROOT);
        String argument = text.argument();
        switch (name) {
            case "geolookup" -> {
                if (providers.geo() != null) {
                    return new ProviderCondition.Geo(providers.geo());
                }
                return waiting(text, rule, position);
            }
            case "rbl" -> {
                if (providers.blockList() != null) {
                    return new ProviderCondition.BlockList(providers.blockList(), argument.strip());
                }
                return waiting(text, rule, position);
            }
            default -> {
                String sameFiles = name.endsWith("file") || name.endsWith("f") ? position.file() : "";
                String same = key(text, sameFiles);
                Condition before = known.get(same);
                if (before == null) {
                    before = compile(text, position);
                    known.put(same, before);
                }
                return before;
            }
        }
    }

    /** Without its provider an operator finds nothing, and its rule must not match, whether negated or not. */
    private Condition waiting(OperatorText text, long rule, Position position) throws SyntaxException {
        if (text.negated()) {
            throw new SyntaxException("@" + text.name() + " needs a provider when it is negated; there is none");
        }
        findings.waiting(rule, "@" + text.name(), position);
        return ProviderCondition.NEVER;
    }

    private Condition compile(OperatorText text, Position position) throws SyntaxException {
        OperatorOptions options = new OperatorOptions(RuleFiles.of(position, providers.files()), matchLimit);
        if (MacroCompiler.isMacro(text.argument())) {
            Template argument = macros.compile(text.argument());
            return new Condition.Expanded(ready(Operators.compileMacro(text.name(), options)), argument);
        }
        return new Condition.Fixed(ready(Operators.compile(text.name(), Ascii.bytes(text.argument()), options)));
    }

    private static <T> T ready(Compiled<T> compiled) throws SyntaxException {
        if (compiled instanceof Compiled.Ready<T> ready) {
            return ready.operator();
        }
        throw new SyntaxException(((Compiled.Refused<T>) compiled).reason());
    }
}
