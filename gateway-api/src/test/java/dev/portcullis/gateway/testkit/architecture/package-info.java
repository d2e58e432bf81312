/**
 * Who may import whom. Starting point: {@link dev.portcullis.gateway.testkit.architecture.ImportRules}; it needs
 * {@code com.tngtech.archunit:archunit-junit5}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.testkit.architecture;
