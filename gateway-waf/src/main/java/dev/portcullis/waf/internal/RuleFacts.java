package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/** The variable {@code RULE}: what the running rule says about itself, macros not expanded. */
final class RuleFacts {
    private RuleFacts() {}

    static EntryList entries(@Nullable Rule rule, Keys keys, Slices slices) {
        EntryList list = slices.list();
        if (rule != null) {
            RuleInfo info = rule.info;
            add(list, keys, slices, "id", Long.toString(info.id()));
            add(
                    list,
                    keys,
                    slices,
                    "msg",
                    info.message() == null ? "" : info.message().written());
            add(
                    list,
                    keys,
                    slices,
                    "logdata",
                    info.data() == null ? "" : info.data().written());
            add(list, keys, slices, "rev", info.revision());
            add(list, keys, slices, "ver", info.version());
            add(list, keys, slices, "severity", info.severity() < 0 ? "" : Integer.toString(info.severity()));
        }
        return list;
    }

    private static void add(EntryList list, Keys keys, Slices slices, String name, String value) {
        if (!value.isEmpty()) {
            Text key = Text.of(name);
            byte[] bytes = Ascii.bytes(value);
            list.add(slices.entry(key, keys.find(key), bytes, 0, bytes.length));
        }
    }
}
