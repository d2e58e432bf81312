/**
 * The command line of the runnable jar.
 *
 * <p>Starting points: {@link dev.portcullis.examples.cli.Portcullis} names the commands, {@link
 * dev.portcullis.examples.cli.Exit} the exit codes that all of them share.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.examples.cli;
