/**
 * The stand-alone gateway: a policy, one of five servers, and the upstreams that the policy names.
 *
 * <p>Starting points: {@link dev.portcullis.examples.serve.ServerKind} starts a server, {@link
 * dev.portcullis.examples.serve.StandAlone} puts policy, server and admin listener together.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.examples.serve;
