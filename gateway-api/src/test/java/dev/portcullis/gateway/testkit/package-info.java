/**
 * The contract that every adapter passes, and fakes for tests of filters and adapters.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.testkit.HostContract} is what an adapter's test extends,
 * {@link dev.portcullis.gateway.testkit.TestServer} what it brings along, {@link dev.portcullis.gateway.testkit.Deviation}
 * how it says where its server cannot follow. {@link dev.portcullis.gateway.testkit.FakeHost} drives a gateway without a
 * server, {@link dev.portcullis.gateway.testkit.ManualClock} and {@link dev.portcullis.gateway.testkit.ManualScheduler}
 * hold the time, {@link dev.portcullis.gateway.testkit.RecordingFilter} tells what reached it.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.testkit;
