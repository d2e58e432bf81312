/** The section {@code audit} of a policy, and what routes ask of their records. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.audit.policy;
