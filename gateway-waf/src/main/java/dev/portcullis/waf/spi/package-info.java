/**
 * What the firewall asks of its surroundings: where persistent collections live, where an address is, whether it is on a
 * block list. Implementations are called on the thread of the request and must not block for long.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.spi;
