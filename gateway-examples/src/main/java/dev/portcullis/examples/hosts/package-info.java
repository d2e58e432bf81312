/**
 * The smallest program for each host; the README shows the marked lines of each, and a test runs all of them.
 *
 * <p>Starting point: {@link dev.portcullis.examples.hosts.JdkExample}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.examples.hosts;
