package dev.portcullis.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.audit.chain.LineBatch;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives lines to a logger, each as one message at INFO; what becomes of them there is the logger's. */
public final class Slf4jSink implements Sink {
    private final Logger logger;

    /** A sink of the logger of this name. */
    public Slf4jSink(String logger) {
        this(LoggerFactory.getLogger(logger));
    }

    Slf4jSink(Logger logger) {
        this.logger = logger;
    }

    /** Whether lines go anywhere: a logger whose level is above INFO would drop all of them. */
    public boolean takesLines() {
        return logger.isInfoEnabled();
    }

    @Override
    public String name() {
        return "logger " + logger.getName();
    }

    @Override
    public void write(LineBatch batch) throws IOException {
        if (!takesLines()) {
            throw new IOException("the logger does not take INFO");
        }
        for (int i = 0; i < batch.lines(); i++) {
            byte[] line = batch.line(i);
            logger.info("{}", new String(line, 0, line.length - 1, UTF_8));
        }
    }

    @Override
    public void close() {
        // a logger is its owner's
    }
}
