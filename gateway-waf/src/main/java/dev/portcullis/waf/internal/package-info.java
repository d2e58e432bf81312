/** The compiled program and its runtime. Not exported. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.internal;
