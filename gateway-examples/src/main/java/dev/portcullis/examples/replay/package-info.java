/**
 * Recorded requests through the rules of the firewall, without a server. Starting points: {@link
 * dev.portcullis.examples.replay.Replay} judges them one by one, {@link dev.portcullis.examples.replay.Bench} measures.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.examples.replay;
