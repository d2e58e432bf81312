/** The web application firewall: SecLang rules compiled to a program, and the transaction that runs it. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf;
