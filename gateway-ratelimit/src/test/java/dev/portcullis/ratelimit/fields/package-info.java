/** A reader of structured field values, written from RFC 9651 alone, and what it finds in the fields of answers. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.ratelimit.fields;
