/**
 * Judges a policy reader by the schema that it publishes. Starting point:
 * {@link dev.portcullis.gateway.testkit.schema.SchemaAgreement}; it needs {@code dev.harrel:json-schema}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.testkit.schema;
