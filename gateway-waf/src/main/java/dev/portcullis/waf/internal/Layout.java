package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.SyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of a program: rules of a phase are neighbours, in the order of the files, and marks lie between them.
 *
 * @param drafts the rules in program order
 * @param sequence where each stood in the files
 * @param phases the phase of each
 * @param markers where marks of a name stood in the files
 */
record Layout(
        List<RuleDraft> drafts, List<Integer> sequence, List<Integer> phases, Map<String, List<Integer>> markers) {

    static Layout of(List<DraftItem> items, Findings findings) {
        List<List<Integer>> byPhase = new ArrayList<>();
        for (int phase = 0; phase <= Program.PHASES; phase++) {
            byPhase.add(new ArrayList<>());
        }
        Map<String, List<Integer>> markers = new HashMap<>();
        for (int at = 0; at < items.size(); at++) {
            if (items.get(at) instanceof DraftItem.Marker marker) {
                List<Integer> places = markers.get(marker.name());
                if (places == null) {
                    places = new ArrayList<>();
                    markers.put(marker.name(), places);
                }
                places.add(at);
            } else if (items.get(at) instanceof RuleDraft draft) {
                try {
                    byPhase.get(ActionSet.phaseOf(draft.links.get(0).actions)).add(at);
                } catch (SyntaxException e) {
                    findings.flaw(draft.position(), e.reason());
                }
            }
        }
        Layout layout = new Layout(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), markers);
        for (int phase = 1; phase <= Program.PHASES; phase++) {
            for (int at : byPhase.get(phase)) {
                layout.drafts.add((RuleDraft) items.get(at));
                layout.sequence.add(at);
                layout.phases.add(phase);
            }
        }
        return layout;
    }

    /**
     * The index of the rule to go on with after a skip: the first of the same phase behind the next mark, or rule, of
     * that name.
     *
     * @return -1 if there is no such mark
     */
    int after(int index, String name) {
        int mark = -1;
        for (int at : markers.getOrDefault(name, List.of())) {
            if (at > sequence.get(index)) {
                mark = at;
                break;
            }
        }
        for (int i = 0; mark < 0 && i < drafts.size(); i++) {
            if (sequence.get(i) > sequence.get(index)
                    && Long.toString(drafts.get(i).id()).equals(name)) {
                mark = sequence.get(i);
            }
        }
        if (mark < 0) {
            return -1;
        }
        int next = index + 1;
        while (next < drafts.size() && phases.get(next).equals(phases.get(index)) && sequence.get(next) <= mark) {
            next++;
        }
        return next;
    }

    /** The index after the last rule of the phase that the rule belongs to. */
    int endOfPhase(int index) {
        int next = index + 1;
        while (next < drafts.size() && phases.get(next).equals(phases.get(index))) {
            next++;
        }
        return next;
    }
}
