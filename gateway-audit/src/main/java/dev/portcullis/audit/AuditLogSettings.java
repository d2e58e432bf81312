package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What a log is like, besides its sinks.
 *
 * @param format how records are written; confined to the log
 * @param chain how they are linked
 * @param fsync when they are forced to the medium
 * @param ringRecords how many entries may wait, a power of two
 * @param ringBytes how many bytes these may hold together
 * @param clock the time of the log's own events
 * @param nanoTime elapsed time in nanoseconds
 */
public record AuditLogSettings(
        RecordFormat format,
        ChainSettings chain,
        Fsync fsync,
        int ringRecords,
        long ringBytes,
        InstantSource clock,
        LongSupplier nanoTime) {
    /** Checks that all is there. */
    public AuditLogSettings {
        requireNonNull(format, "format");
        requireNonNull(chain, "chain");
        requireNonNull(fsync, "fsync");
        requireNonNull(clock, "clock");
        requireNonNull(nanoTime, "nanoTime");
    }

    /** The shipped defaults: own format, a chain without keys, forced once a second. */
    public static AuditLogSettings defaults() {
        return new AuditLogSettings(
                new PortcullisFormat(),
                ChainSettings.UNSIGNED,
                Fsync.EVERY_SECOND,
                1 << 16,
                64L << 20,
                InstantSource.system(),
                System::nanoTime);
    }

    /** These settings with another format. */
    public AuditLogSettings withFormat(RecordFormat other) {
        return new AuditLogSettings(other, chain, fsync, ringRecords, ringBytes, clock, nanoTime);
    }

    /** These settings with another chain. */
    public AuditLogSettings withChain(ChainSettings other) {
        return new AuditLogSettings(format, other, fsync, ringRecords, ringBytes, clock, nanoTime);
    }

    /** These settings with another time of forcing. */
    public AuditLogSettings withFsync(Fsync other) {
        return new AuditLogSettings(format, chain, other, ringRecords, ringBytes, clock, nanoTime);
    }

    /** These settings with another ring. */
    public AuditLogSettings withRing(int records, long bytes) {
        return new AuditLogSettings(format, chain, fsync, records, bytes, clock, nanoTime);
    }

    /** These settings with other clocks. */
    public AuditLogSettings withClock(InstantSource wall, LongSupplier nanos) {
        return new AuditLogSettings(format, chain, fsync, ringRecords, ringBytes, wall, nanos);
    }
}
