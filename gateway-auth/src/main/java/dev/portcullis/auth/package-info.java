/** Who is calling: the filters that verify a credential and leave a principal for the rest of the pipeline. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.auth;
