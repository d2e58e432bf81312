package dev.portcullis.waf;

import java.util.List;

/**
 * What a load of rules has to say besides its result.
 *
 * @param rules how many rules were loaded; a chain counts once
 * @param notices directives and actions that were accepted and have no effect here, each once
 * @param waiting rules that never match, because their operator needs a provider that the application did not give
 * @param signature what {@code SecComponentSignature} says of the rules, else empty
 */
public record LoadReport(int rules, List<Notice> notices, List<Waiting> waiting, String signature) {
    /** Copies the lists. */
    public LoadReport {
        notices = List.copyOf(notices);
        waiting = List.copyOf(waiting);
    }

    /**
     * A mistake in a rule file.
     *
     * @param line counted from 1
     */
    public record Problem(String file, int line, String reason) {
        @Override
        public String toString() {
            return file + ":" + line + ": error: " + reason;
        }
    }

    /**
     * Something that was accepted and has no effect.
     *
     * @param line counted from 1
     */
    public record Notice(String file, int line, String text) {
        @Override
        public String toString() {
            return file + ":" + line + ": notice: " + text;
        }
    }

    /**
     * A rule that never matches.
     *
     * @param operator such as {@code @geoLookup}
     * @param line counted from 1
     */
    public record Waiting(long rule, String operator, String file, int line) {}
}
