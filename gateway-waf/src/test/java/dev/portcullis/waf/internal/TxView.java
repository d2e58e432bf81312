package dev.portcullis.waf.internal;

import java.util.Map;
import java.util.TreeMap;

/** Shows tests what a transaction knows. */
public final class TxView {
    private TxView() {}

    /** All variables of TX with their values. */
    public static Map<String, String> of(Execution execution) {
        Map<String, String> variables = new TreeMap<>();
        EntryList entries = execution.txEntries();
        for (int i = 0; i < entries.size(); i++) {
            variables.put(entries.get(i).name.latin1(), entries.get(i).latin1());
        }
        variables.put("highest severity", Long.toString(execution.values().number(Variable.HIGHEST_SEVERITY)));
        return variables;
    }
}
