package dev.portcullis.waf.seclang;

/**
 * A mistake in a rule file.
 *
 * @param position where the directive begins
 * @param reason what is wrong and what to do, as a sentence without a full stop
 */
public record Flaw(Position position, String reason) {
    /** {@code FILE:LINE: error: REASON}. */
    @Override
    public String toString() {
        return position + ": error: " + reason;
    }
}
