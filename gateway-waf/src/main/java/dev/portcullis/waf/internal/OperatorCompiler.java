package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.Compiled;
import dev.portcullis.waf.operator.Operator;
import dev.portcullis.waf.operator.OperatorOptions;
import dev.portcullis.waf.operator.Operators;
import dev.portcullis.waf.seclang.OperatorText;
import dev.portcullis.waf.seclang.Position;
import dev.portcullis.waf.seclang.SyntaxException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;

/** Compiles operators with their arguments; equal ones once. */
final class OperatorCompiler {
    private final MacroCompiler macros;
    private final Providers providers;
    private final Findings findings;
    private final int matchLimit;
    private final Map<String, Condition> known = new ConcurrentHashMap<>();

    /** Set when nothing more will be asked for. */
    private volatile boolean closed;

    OperatorCompiler(MacroCompiler macros, Providers providers, Findings findings, int matchLimit) {
        this.macros = macros;
        this.providers = providers;
        this.findings = findings;
        this.matchLimit = matchLimit;
    }

    /**
     * Begins to compile the fixed patterns of rules ahead, the last first, on another thread if there is one: most are there
     * when {@link #compile} asks for them, which compiles what is not. What cannot be compiled is left to it as well; it tells
     * why and where.
     */
    void prepare(List<RuleDraft> drafts) {
        if (ForkJoinPool.getCommonPoolParallelism() > 0) {
            List<RuleDraft> all = List.copyOf(drafts);
            ForkJoinPool.commonPool().execute(() -> compileFromLast(all));
        }
    }

    /** Nothing more will be asked for. */
    void close() {
        closed = true;
    }

    private void compileFromLast(List<RuleDraft> drafts) {
        OperatorOptions options = new OperatorOptions(OperatorCompiler::noFile, matchLimit);
        for (int i = drafts.size() - 1; i >= 0; i--) {
            for (RuleDraft.Link link : drafts.get(i).links) {
                OperatorText text = link.operator.orElse(null);
                if (closed) {
                    return;
                }
                if (text != null && isFixedPattern(text)) {
                    compileAhead(text, options);
                }
            }
        }
    }

    private void compileAhead(OperatorText text, OperatorOptions options) {
        String key = key(text, "");
        if (!known.containsKey(key)
                && Operators.compile(text.name(), Ascii.bytes(text.argument()), options)
                        instanceof Compiled.Ready<Operator> ready) {
            known.putIfAbsent(key, new Condition.Fixed(ready.operator()));
        }
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
                    Condition made = compile(text, position);
                    Condition other = known.putIfAbsent(same, made);
                    before = other == null ? made : other;
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
