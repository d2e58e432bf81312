package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.ActionText;
import dev.portcullis.waf.seclang.Position;
import dev.portcullis.waf.seclang.SyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compiles drafts to a program. What cannot be compiled becomes a flaw, and the others are still looked at. */
final class Compiler {
    private final Findings findings;
    private final Names names = new Names();
    private final Settings settings;
    private final Providers providers;

    Compiler(Findings findings, Settings settings, Providers providers) {
        this.findings = findings;
        this.settings = settings;
        this.providers = providers;
    }

    Program compile(List<DraftItem> items) {
        Layout layout = Layout.of(items, findings);
        checkIds(layout.drafts());
        MacroCompiler macros = new MacroCompiler(names);
        TargetCompiler targets = new TargetCompiler(names);
        OperatorCompiler operators = new OperatorCompiler(macros, providers, findings, settings.matchLimit());
        operators.prepare(layout.drafts());
        RuleCompiler compiler = new RuleCompiler(
                findings,
                settings,
                macros,
                targets,
                operators,
                new ActionCompiler(
                        macros,
                        new SetVarCompiler(names, macros),
                        new CtlCompiler(targets, new RuleSelection(layout.drafts()))));
        List<Rule> rules = new ArrayList<>();
        for (int index = 0; index < layout.drafts().size(); index++) {
            RuleDraft draft = layout.drafts().get(index);
            try {
                rules.add(compiler.compile(draft, index, layout));
            } catch (RuleCompiler.LinkException e) {
                findings.flaw(e.position(), e.reason());
            }
        }
        operators.close();
        return new Program(rules, names.keys(), names.txNames(), settings);
    }

    private void checkIds(List<RuleDraft> drafts) {
        Map<Long, Position> seen = new HashMap<>();
        for (RuleDraft draft : drafts) {
            Position before = draft.id() < 0 ? null : seen.putIfAbsent(draft.id(), draft.position());
            if (before != null) {
                findings.flaw(draft.position(), "the id " + draft.id() + " is taken by the rule at " + before);
            }
        }
    }

    /** Compiles the actions that run each time a value matches. */
    record ActionCompiler(MacroCompiler macros, SetVarCompiler variables, CtlCompiler ctl) {
        Action compile(ActionText action) throws SyntaxException {
            String value = action.value();
            return switch (Ascii.lower(action.name())) {
                case "setvar" -> variables.setVar(value);
                case "expirevar" -> variables.expireVar(value);
                case "ctl" -> ctl.compile(value);
                case "initcol" -> initCollection(value);
                case "setsid" -> open(Variable.SESSION, Variable.SESSIONID, value);
                case "setuid" -> open(Variable.USER, Variable.USERID, value);
                case "setrsc" -> {
                    Template id = macros.compile(value);
                    yield x -> x.records().open(Variable.RESOURCE, id.text(x));
                }
                case "setenv" -> environment(value);
                default -> throw new SyntaxException("unknown action " + action.name());
            };
        }

        private Action initCollection(String value) throws SyntaxException {
            int equals = value.indexOf('=');
            if (equals <= 0) {
                throw new SyntaxException("initcol takes a collection and a key, as in ip=%{REMOTE_ADDR}");
            }
            Variable collection = Names.variable(value.substring(0, equals));
            if (collection.kind != Variable.Kind.PERSISTENT) {
                throw new SyntaxException("initcol opens ip, global, session, user or resource, not " + collection);
            }
            Template id = macros.compile(value.substring(equals + 1));
            return x -> x.records().open(collection, id.text(x));
        }

        private Action open(Variable collection, Variable holder, String value) throws SyntaxException {
            Template id = macros.compile(value);
            return x -> {
                Text text = id.text(x);
                x.values().set(holder, text);
                x.records().open(collection, text);
            };
        }

        private Action environment(String value) throws SyntaxException {
            int equals = value.indexOf('=');
            Text name = Text.of(equals < 0 ? value : value.substring(0, equals));
            Template text = macros.compile(equals < 0 ? "1" : value.substring(equals + 1));
            return x -> x.values().add(Variable.ENV, name, text.text(x));
        }
    }
}
