/** The rule language: it reads SecLang files to directives, each with its file and line. It knows no HTTP. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.seclang;
