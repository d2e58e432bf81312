package dev.portcullis.waf.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one user of a program changes about it; the program stays shared. Immutable. */
public final class Overlay {
    /** Changes nothing. */
    public static final Overlay NONE = new OverlayBuilder(null).build();

    /** A variable of {@code TX} that is there from the start. */
    record Preset(Text name, Text value) {
        void set(TxStore tx) {
            tx.set(tx.findOrAdd(name.bytes, name.from, name.to), value);
        }
    }

    /** One bit a rule that is left out, or null. */
    final long @Nullable [] removed;

    /** For each rule the values that it does not look at, or null. */
    final Exclusion @Nullable [] @Nullable [] targets;

    private final long @Nullable [] detecting;
    private final long @Nullable [] shadowed;
    private final List<Preset> presets;

    Overlay(
            long @Nullable [] removed,
            Exclusion @Nullable [] @Nullable [] targets,
            long @Nullable [] detecting,
            long @Nullable [] shadowed,
            List<Preset> presets) {
        this.removed = removed;
        this.targets = targets;
        this.detecting = detecting;
        this.shadowed = shadowed;
        this.presets = List.copyOf(presets);
    }

    /** Whether any rule runs without a trace. */
    boolean hasShadows() {
        return shadowed != null;
    }

    /** Whether one of the rules runs without a trace. */
    boolean shadowsAnyOf(long[] rules) {
        return shadowed != null && Bits.intersect(shadowed, rules);
    }

    /** Whether a rule runs without a trace. */
    boolean shadows(Rule rule) {
        return isSet(shadowed, rule.index);
    }

    /** Whether a rule decides nothing. */
    boolean onlyDetects(Rule rule) {
        return isSet(detecting, rule.index);
    }

    void preset(TxStore tx) {
        for (int i = 0; i < presets.size(); i++) {
            presets.get(i).set(tx);
        }
    }

    List<Preset> presets() {
        return presets;
    }

    long @Nullable [] detecting() {
        return detecting;
    }

    long @Nullable [] shadowed() {
        return shadowed;
    }

    static boolean isSet(long @Nullable [] words, int index) {
        return words != null && (words[index >> 6] & (1L << index)) != 0;
    }
}
