package dev.portcullis.waf.spi;

import java.util.Map;

/** Answers {@code @geoLookup}: where a network address is. Safe for any number of threads. */
@FunctionalInterface
public interface GeoProvider {
    /**
     * The facts about an address, by the keys of the variable {@code GEO}: {@code COUNTRY_CODE}, {@code COUNTRY_NAME},
     * {@code CITY}, {@code LATITUDE} and so on.
     *
     * @param address an IPv4 or IPv6 address as text, or whatever else the rule's target held
     * @return empty if nothing is known; the operator then does not match
     */
    Map<String, String> find(String address);
}
