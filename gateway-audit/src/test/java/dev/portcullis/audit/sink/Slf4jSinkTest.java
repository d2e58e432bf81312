package dev.portcullis.audit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class Slf4jSinkTest extends SinkContract {
    private final Remembering logger = new Remembering();

    @Override
    protected Sink open() {
        return new Slf4jSink(logger);
    }

    @Override
    protected List<String> arrived(int lines) {
        return logger.messages;
    }

    @Test
    void aLoggerThatDoesNotTakeLinesIsASinkThatFails() throws Exception {
        try (Sink sink = open()) {
            logger.taking = false;
            assertThatThrownBy(() -> sink.write(batch(1, new ArrayList<>())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("INFO");
            assertThat(logger.messages).isEmpty();
        }
    }

    /** Braces in a line are no places to fill. */
    private static final class Remembering extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;
        private final transient List<String> messages = new ArrayList<>();
        private boolean taking = true;

        Remembering() {
            name = "portcullis.audit";
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable throwable) {
            assertThat(level).isEqualTo(Level.INFO);
            messages.add(MessageFormatter.basicArrayFormat(pattern, arguments));
        }

        @Override
        public boolean isTraceEnabled() {
            return taking;
        }

        @Override
        public boolean isDebugEnabled() {
            return taking;
        }

        @Override
        public boolean isInfoEnabled() {
            return taking;
        }

        @Override
        public boolean isWarnEnabled() {
            return taking;
        }

        @Override
        public boolean isErrorEnabled() {
            return taking;
        }
    }
}
