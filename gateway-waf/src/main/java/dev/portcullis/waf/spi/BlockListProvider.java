package dev.portcullis.waf.spi;

/** Answers {@code @rbl}: whether an address is on a block list. Safe for any number of threads; must not block. */
@FunctionalInterface
public interface BlockListProvider {
    /**
     * Whether the address is on the list.
     *
     * @param list the name of the list as the rule gives it, such as {@code dnsbl.example}
     * @param address an IPv4 or IPv6 address as text, or whatever else the rule's target held
     */
    boolean contains(String list, String address);
}
