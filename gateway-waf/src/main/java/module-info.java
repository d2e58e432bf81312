/** SecLang rules as a compiled program, and the gateway filter that runs it. */
@org.jspecify.annotations.NullMarked
module dev.portcullis.waf {
    requires static transitive org.jspecify;
    requires transitive dev.portcullis.gateway;
    requires com.github.benmanes.caffeine;
    requires java.xml;
    requires org.slf4j;

    exports dev.portcullis.waf;
    exports dev.portcullis.waf.spi;

    provides dev.portcullis.gateway.policy.spi.FilterProvider with
            dev.portcullis.waf.policy.WafProvider;
}
