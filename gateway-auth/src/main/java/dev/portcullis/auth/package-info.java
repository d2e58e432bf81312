/**
 * Who is calling: the filters that verify a credential and leave a principal for the rest of the pipeline.
 *
 * <p>Starting point: {@link dev.portcullis.auth.AuthenticationFilter}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.auth;
