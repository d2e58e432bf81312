/**
 * The demonstration: a service behind a gateway, requests that a person would try, and what became of each.
 *
 * <p>Starting point: {@link dev.portcullis.examples.demo.Demonstration}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.examples.demo;
