package dev.portcullis.audit;

import org.jspecify.annotations.Nullable;

/**
 * How an exchange went over the wire.
 *
 * @param status the status that was sent, or {@code null} where none was
 * @param end how it ended: {@code answered}, {@code rejected}, {@code upgraded}, {@code failed} or {@code cancelled};
 *     {@code null} while it has not
 * @param durationNanos how long it took, in nanoseconds, or {@code null} while it lasts
 * @param bytesIn content bytes received, or {@code null} while that is not known
 * @param bytesOut content bytes sent, or {@code null} while that is not known
 * @param responseUninspected whether the response passed without the inspection that a filter had asked for
 */
public record Transfer(
        @Nullable Integer status,
        @Nullable String end,
        @Nullable Long durationNanos,
        @Nullable Long bytesIn,
        @Nullable Long bytesOut,
        boolean responseUninspected) {}
