/**
 * How a module, or an application, brings filters into a policy: its sections, its keys of routes, and its named filters.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.policy.spi.FilterProvider}, found by
 * {@link java.util.ServiceLoader}, and {@link dev.portcullis.gateway.policy.spi.CustomFilter} for a filter that a route
 * names.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.policy.spi;
