package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.Flaw;
import dev.portcullis.waf.seclang.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the load of rules has to say: mistakes, notices, rules that wait for a provider. */
public final class Findings {
    /** Something that was accepted and has no effect here. */
    public record Notice(Position position, String text) {
        @Override
        public String toString() {
            return position + ": notice: " + text;
        }
    }

    /** A rule that was loaded and never matches, because its operator needs a provider that there is not. */
    public record Waiting(long rule, String operator, Position position) {}

    private final List<Flaw> flaws = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Set<String> noticed = new HashSet<>();
    private String signature = "";

    /** Nothing found yet. */
    public Findings() {}

    /** Adds a mistake. */
    public void flaw(Position position, String reason) {
        flaws.add(new Flaw(position, reason));
    }

    /** Adds mistakes. */
    public void flaws(List<Flaw> more) {
        flaws.addAll(more);
    }

    /** Adds a notice, once for each subject. */
    void notice(Position position, String subject, String text) {
        if (noticed.add(Ascii.lower(subject))) {
            notices.add(new Notice(position, text));
        }
    }

    void waiting(long rule, String operator, Position position) {
        waiting.add(new Waiting(rule, operator, position));
    }

    void signature(String component) {
        signature = component;
    }

    /** The mistakes, in the order of the rules. */
    public List<Flaw> flaws() {
        return List.copyOf(flaws);
    }

    /** The notices, in the order of the rules. */
    public List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** The rules that wait for a provider. */
    public List<Waiting> waiting() {
        return List.copyOf(waiting);
    }

    /** What {@code SecComponentSignature} says, else empty. */
    public String signature() {
        return signature;
    }
}
