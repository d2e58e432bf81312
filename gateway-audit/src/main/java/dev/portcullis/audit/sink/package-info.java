/**
 * Where a trail goes: files, standard output, a logger, a syslog server.
 *
 * <p>Starting points: {@link dev.portcullis.audit.sink.Sink} for one of your own, {@link dev.portcullis.audit.sink.FileSink}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.audit.sink;
