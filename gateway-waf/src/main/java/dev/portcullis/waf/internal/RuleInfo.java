package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about itself, for logs.
 *
 * @param id of the rule, or of the rule that starts its chain
 * @param severity 0 to 7, or -1 for none
 * @param tags may hold macros
 */
public record RuleInfo(
        long id,
        int phase,
        Position position,
        @Nullable Message message,
        @Nullable Message data,
        List<Message> tags,
        String revision,
        String version,
        int severity,
        String maturity,
        String accuracy) {

    /** A text that may hold macros: as written, and compiled. */
    public static final class Message {
        private final String written;
        private final Template template;

        Message(String written, Template template) {
            this.written = written;
            this.template = template;
        }

        /** The text as the rule has it, macros not expanded. */
        public String written() {
            return written;
        }

        Template template() {
            return template;
        }
    }

    /** Copies the tags. */
    public RuleInfo {
        tags = List.copyOf(tags);
    }
}
