package dev.portcullis.waf.operator;

import dev.portcullis.waf.pattern.Prefilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code @pm} and {@code @pmFromFile}: whether one of many phrases occurs, letters of ASCII without regard to case.
 * Captures the one that ends first.
 */
public final class PhraseOperator implements Operator {
    private final List<byte[]> phrases;

    /** Built by the first search: most lists are left out by the prefilter of a plan again and again. */
    private volatile @Nullable PhraseAutomaton automaton;

    private PhraseOperator(List<byte[]> phrases) {
        this.phrases = List.copyOf(phrases);
    }

    private PhraseAutomaton automaton() {
        PhraseAutomaton known = automaton;
        return known == null ? build() : known;
    }

    private synchronized PhraseAutomaton build() {
        PhraseAutomaton known = automaton;
        if (known == null) {
            known = PhraseAutomaton.of(phrases);
            automaton = known;
        }
        return known;
    }

    static Compiled<Operator> of(byte[] argument) {
        return of(Phrases.ofArgument(argument), "@pm needs at least one phrase");
    }

    static Compiled<Operator> fromFiles(byte[] argument, OperatorOptions options) {
        List<byte[]> phrases = new ArrayList<>();
        String names = new String(argument, StandardCharsets.UTF_8).strip();
        if (names.isEmpty()) {
            return Compiled.refused("@pmFromFile needs the name of a file");
        }
        for (String name : names.split("\\s+", -1)) {
            if (name.startsWith("https://") || name.startsWith("http://")) {
                return Compiled.refused("phrases are not fetched from " + name + "; put them into a file");
            }
            try {
                phrases.addAll(Phrases.ofLines(options.files().read(name)));
            } catch (IOException e) {
                return Compiled.refused("the phrases cannot be read: " + e.getMessage());
            }
        }
        return of(phrases, "there is no phrase in " + names);
    }

    private static Compiled<Operator> of(List<byte[]> phrases, String complaint) {
        return phrases.isEmpty() ? Compiled.refused(complaint) : Compiled.ready(new PhraseOperator(phrases));
    }

    /** The phrases as they were given; the arrays are not to be changed. */
    public List<byte[]> phrases() {
        return phrases;
    }

    @Override
    public int addTo(Prefilter.Builder prefilter) {
        return prefilter.addPhrases(phrases);
    }

    @Override
    public boolean matches(byte[] value, int from, int to, Evaluation evaluation) {
        long found = automaton().find(value, from, to);
        if (found == PhraseAutomaton.NONE) {
            return false;
        }
        if (evaluation.capturing()) {
            evaluation.capture(0, value, (int) (found >> 32), (int) found);
        }
        return true;
    }
}
