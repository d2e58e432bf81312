package dev.portcullis.waf.internal;

import dev.portcullis.waf.body.BodyProcessor;
import dev.portcullis.waf.seclang.Selector;
import dev.portcullis.waf.seclang.SyntaxException;
import java.util.Locale;
import java.util.function.Predicate;

/** Compiles {@code ctl}: what a rule changes about the rest of the transaction. */
final class CtlCompiler {
    private static final Action NOTHING = execution -> {};

    private final TargetCompiler targets;
    private final RuleSelection rules;

    CtlCompiler(TargetCompiler targets, RuleSelection rules) {
        this.targets = targets;
        this.rules = rules;
    }

    Action compile(String text) throws SyntaxException {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new SyntaxException("ctl takes an option and a value, as in ruleEngine=Off, not " + text);
        }
        String option = text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        if (value.contains("%{")) {
            throw new SyntaxException("ctl:" + option + " does not take a macro");
        }
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "auditengine", "auditlogparts", "debugloglevel" -> NOTHING;
            case "ruleengine" -> {
                Settings.Engine engine = SettingsBuilder.engine(value);
                yield x -> x.switches().engine(engine);
            }
            case "requestbodyaccess" -> {
                boolean on = SettingsBuilder.onOff(value);
                yield x -> x.switches().requestBodyAccess(on);
            }
            case "responsebodyaccess" -> {
                boolean on = SettingsBuilder.onOff(value);
                yield x -> x.switches().responseBodyAccess(on);
            }
            case "forcerequestbodyvariable" -> {
                boolean on = SettingsBuilder.onOff(value);
                yield x -> x.switches().forceRequestBody(on);
            }
            case "forceresponsebodyvariable" -> {
                boolean on = SettingsBuilder.onOff(value);
                yield x -> x.switches().forceResponseBody(on);
            }
            case "requestbodylimit" -> {
                int limit = IdRanges.number(value);
                yield x -> x.switches().requestBodyLimit(limit);
            }
            case "responsebodylimit" -> {
                int limit = IdRanges.number(value);
                yield x -> x.switches().responseBodyLimit(limit);
            }
            case "requestbodyprocessor" -> {
                String name = value.toUpperCase(Locale.ROOT);
                if (BodyProcessor.named(name).isEmpty()) {
                    throw new SyntaxException("there is no body processor " + value);
                }
                yield x -> x.switches().processor(name);
            }
            case "ruleremovebyid" -> remove(IdRanges.of(value)::has);
            case "ruleremovebytag" -> remove(rule -> rule.hasTag(value));
            case "ruleremovebymsg" -> remove(rule -> rule.hasMessage(value));
            case "ruleremovetargetbyid" -> {
                IdRanges ids = IdRanges.of(before(option, value));
                yield removeTarget(ids::has, after(value));
            }
            case "ruleremovetargetbytag" -> {
                String tag = before(option, value);
                yield removeTarget(rule -> rule.hasTag(tag), after(value));
            }
            case "ruleremovetargetbymsg" -> {
                String message = before(option, value);
                yield removeTarget(rule -> rule.hasMessage(message), after(value));
            }
            default -> throw new SyntaxException("ctl:" + option + " is not supported");
        };
    }

    private static String before(String option, String value) throws SyntaxException {
        int semicolon = value.indexOf(';');
        if (semicolon <= 0) {
            throw new SyntaxException("ctl:" + option + " takes rules and a target, as in 10;ARGS:a, not " + value);
        }
        return value.substring(0, semicolon).strip();
    }

    private static String after(String value) {
        return value.substring(value.indexOf(';') + 1).strip();
    }

    private Action remove(Predicate<RuleDraft> which) {
        long[] set = rules.set(which);
        return execution -> execution.removals().remove(set);
    }

    private Action removeTarget(Predicate<RuleDraft> which, String target) throws SyntaxException {
        Selector selector = Selector.of(target.startsWith("!") ? target.substring(1) : target);
        Exclusion exclusion = targets.exclusion(selector);
        TargetRemoval removal = new TargetRemoval(rules.indexes(which), exclusion);
        return execution -> execution.removals().remove(removal);
    }
}
