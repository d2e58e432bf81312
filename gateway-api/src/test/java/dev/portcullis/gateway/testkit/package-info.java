/**
 * Fakes for tests of filters and adapters.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.testkit.FakeHost} drives a gateway without a server,
 * {@link dev.portcullis.gateway.testkit.ManualClock} and {@link dev.portcullis.gateway.testkit.ManualScheduler} hold the
 * time, {@link dev.portcullis.gateway.testkit.RecordingFilter} tells what reached it.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.testkit;
