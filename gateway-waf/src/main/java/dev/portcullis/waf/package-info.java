/**
 * The web application firewall: SecLang rules compiled to a program, and the transaction that runs it. It needs no
 * gateway and no server. Starting points: {@link dev.portcullis.waf.Waf} loads rules,
 * {@link dev.portcullis.waf.Transaction} judges one request and its response.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf;
