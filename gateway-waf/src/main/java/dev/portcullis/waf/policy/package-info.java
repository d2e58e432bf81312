/** What the module adds to the policy language. Not exported; found by {@link java.util.ServiceLoader}. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.policy;
