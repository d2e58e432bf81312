/**
 * The vocabulary of the gateway: what a filter sees, what it may answer, and the {@code Gateway} that holds the filters.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.Filter} to write a filter, {@link dev.portcullis.gateway.Verdict} for
 * what it may answer, {@link dev.portcullis.gateway.Exchange} for what it sees and what it may subscribe to.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway;
