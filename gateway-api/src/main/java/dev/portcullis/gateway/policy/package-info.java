/**
 * Policy as code: one YAML document becomes a gateway, whole or not at all, and is replaced while it runs.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.policy.Policy#load} for a gateway that stays as it is,
 * {@link dev.portcullis.gateway.policy.PolicyHost} for one that follows its file, and
 * {@link dev.portcullis.gateway.policy.PolicyCheck} for the tests beside a policy.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.policy;
