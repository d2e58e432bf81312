/** The rules that come with the module: what each finds, what none refuses, and the tables that follow from both. */
@NullMarked
package dev.portcullis.waf.builtin;

import org.jspecify.annotations.NullMarked;
