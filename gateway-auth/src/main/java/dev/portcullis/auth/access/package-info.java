/**
 * Authorization: who may do what, denied by default, in the words of Kubernetes: a role grants, a binding gives it to
 * subjects, and a deny always wins.
 *
 * <p>Starting points: {@link dev.portcullis.auth.access.AccessRules} holds roles and bindings, {@link
 * dev.portcullis.auth.access.AuthorizationFilter} decides.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.auth.access;
