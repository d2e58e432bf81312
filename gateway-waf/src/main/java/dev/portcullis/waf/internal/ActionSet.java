package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.ActionText;
import dev.portcullis.waf.seclang.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The actions of one link sorted by what they are for, defaults applied. Filled once, by its factory. */
final class ActionSet {
    /** The decision as written. */
    enum Decision {
        NONE,
        ALLOW,
        ALLOW_PHASE,
        ALLOW_REQUEST,
        BLOCK,
        DENY,
        DROP,
        PASS,
        REDIRECT
    }

    private static final List<String> SEVERITIES =
            List.of("EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG");

    /** Only what is written down elsewhere, or shown to the client, changes. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "pause",
            "sanitisearg",
            "sanitisematched",
            "sanitisematchedbytes",
            "sanitiserequestheader",
            "sanitiseresponseheader",
            "xmlns");

    private static final Set<String> RUN_TIME =
            Set.of("ctl", "expirevar", "initcol", "setenv", "setrsc", "setsid", "setuid", "setvar");

    long id = -1;
    int phase = 2;
    Decision decision = Decision.NONE;
    int status;
    String location = "";
    boolean log = true;
    boolean capture;
    boolean multiMatch;
    boolean chain;
    int skip;
    String skipAfter = "";

    @Nullable
    String message;

    @Nullable
    String data;

    String revision = "";
    String version = "";
    int severity = -1;
    String maturity = "";
    String accuracy = "";
    final List<String> tags = new ArrayList<>();
    List<String> transformations = new ArrayList<>();
    final List<ActionText> runTime = new ArrayList<>();
    final List<String> ignored = new ArrayList<>();

    /** What the block action of a rule with these defaults does. */
    private Decision block = Decision.PASS;

    private ActionSet() {}

    /** The phase that a list of actions names, else 2. */
    static int phaseOf(List<ActionText> actions) throws SyntaxException {
        int phase = 2;
        for (ActionText action : actions) {
            if (action.is("phase")) {
                phase = phase(action.value());
            }
        }
        return phase;
    }

    /** The actions of a link. */
    static ActionSet of(List<ActionText> defaults, List<ActionText> actions) throws SyntaxException {
        ActionSet set = new ActionSet();
        for (ActionText action : defaults) {
            set.take(action);
        }
        set.block = set.decision;
        set.decision = Decision.NONE;
        for (ActionText action : actions) {
            set.take(action);
        }
        return set;
    }

    /** The decision, with {@code block} and silence replaced by the default. */
    Decision effectiveDecision() {
        return decision == Decision.NONE || decision == Decision.BLOCK ? block : decision;
    }

    private void take(ActionText action) throws SyntaxException {
        String name = action.name().toLowerCase(Locale.ROOT);
        String value = action.value();
        switch (name) {
            case "id" -> id = id(value);
            case "phase" -> phase = phase(value);
            case "msg" -> message = value;
            case "logdata" -> data = value;
            case "tag" -> tags.add(value);
            case "rev" -> revision = value;
            case "ver" -> version = value;
            case "severity" -> severity = severity(value);
            case "maturity" -> maturity = value;
            case "accuracy" -> accuracy = value;
            case "log" -> log = true;
            case "nolog" -> log = false;
            case "auditlog", "noauditlog" -> {}
            case "capture" -> capture = true;
            case "multimatch" -> multiMatch = true;
            case "chain" -> chain = true;
            case "skip" -> skip = IdRanges.number(value);
            case "skipafter" -> skipAfter = value;
            case "status" -> status = IdRanges.number(value);
            case "t" -> transformation(value);
            default -> {
                if (!takeDecision(name, value)) {
                    takeOther(action, name);
                }
            }
        }
    }

    private boolean takeDecision(String name, String value) throws SyntaxException {
        switch (name) {
            case "allow" ->
                decision = switch (value.toLowerCase(Locale.ROOT)) {
                    case "" -> Decision.ALLOW;
                    case "phase" -> Decision.ALLOW_PHASE;
                    case "request" -> Decision.ALLOW_REQUEST;
                    default -> throw new SyntaxException("allow takes nothing, phase or request, not " + value);
                };
            case "block" -> decision = Decision.BLOCK;
            case "deny" -> decision = Decision.DENY;
            case "drop" -> decision = Decision.DROP;
            case "pass" -> decision = Decision.PASS;
            case "redirect" -> {
                decision = Decision.REDIRECT;
                location = value;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void takeOther(ActionText action, String name) throws SyntaxException {
        if (RUN_TIME.contains(name)) {
            runTime.add(action);
        } else if (WITHOUT_EFFECT.contains(name)) {
            ignored.add(action.name());
        } else {
            throw new SyntaxException(
                    switch (name) {
                        case "exec" -> "the action exec is not supported: rules start no programs";
                        case "proxy" -> "the action proxy is not supported: rules do not route requests";
                        case "append", "prepend" ->
                            "the action " + name + " is not supported: rules do not change responses";
                        case "deprecatevar" -> "the action deprecatevar is not supported; use expirevar";
                        default -> "unknown action " + action.name();
                    });
        }
    }

    private void transformation(String name) {
        if (name.equalsIgnoreCase("none")) {
            transformations = new ArrayList<>();
        } else {
            transformations.add(name);
        }
    }

    private static long id(String value) throws SyntaxException {
        try {
            long id = Long.parseLong(value);
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // falls through to the same answer
        }
        throw new SyntaxException("the id of a rule is a positive number, not " + value);
    }

    private static int phase(String value) throws SyntaxException {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "1" -> 1;
            case "2", "request" -> 2;
            case "3" -> 3;
            case "4", "response" -> 4;
            case "5", "logging" -> 5;
            default -> throw new SyntaxException("the phase is 1 to 5, request, response or logging, not " + value);
        };
    }

    private static int severity(String value) throws SyntaxException {
        int index = SEVERITIES.indexOf(value.toUpperCase(Locale.ROOT));
        if (index < 0 && value.length() == 1) {
            index = Character.digit(value.charAt(0), 8);
        }
        if (index < 0) {
            throw new SyntaxException("the severity is 0 to 7 or one of " + SEVERITIES + ", not " + value);
        }
        return index;
    }
}
