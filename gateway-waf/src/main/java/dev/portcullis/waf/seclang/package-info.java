/**
 * The rule language: it reads SecLang files to directives, each with its file and line, and takes variables, operators,
 * actions and macros apart. It knows no HTTP and resolves no name. Text is one character a byte (ISO-8859-1) throughout,
 * so that no byte of a rule is lost. Starting points: {@link dev.portcullis.waf.seclang.RuleReader} and
 * {@link dev.portcullis.waf.seclang.RuleText}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.seclang;
