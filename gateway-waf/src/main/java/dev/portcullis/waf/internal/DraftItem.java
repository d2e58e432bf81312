package dev.portcullis.waf.internal;

/** What stands in a sequence of rules: a rule, or a mark to skip to. */
sealed interface DraftItem permits RuleDraft, DraftItem.Marker {
    /** A mark. */
    record Marker(String name) implements DraftItem {}
}
