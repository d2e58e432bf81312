/** A strict reader of JSON for what strangers send: tokens, key sets, metadata. Not exported. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.auth.json;
