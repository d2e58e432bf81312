package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/** The variable {@code RULE}: what the running rule says about itself, macros not expanded. */
final class RuleFacts {
    private RuleFacts() {}

    static EntryList entries(@Nullable Rule rule, Keys keys) {
        EntryList list = new EntryList(6);
        if (rule != null) {
            RuleInfo info = rule.info;
            add(list, keys, "id", Long.toString(info.id()));
            add(list, keys, "msg", info.message() == null ? "" : info.message().written());
            add(list, keys, "logdata", info.data() == null ? "" : info.data().written());
            add(list, keys, "rev", info.revision());
            add(list, keys, "ver", info.version());
            add(list, keys, "severity", info.severity() < 0 ? "" : Integer.toString(info.severity()));
        }
        return list;
    }

    private static void add(EntryList list, Keys keys, String name, String value) {
        if (!value.isEmpty()) {
            Text key = Text.of(name);
            byte[] bytes = Ascii.bytes(value);
            list.add(new Entry(key, keys.find(key), bytes, 0, bytes.length));
        }
    }
}
