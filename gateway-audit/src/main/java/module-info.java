/** An audit trail that is complete, private and provably unedited. */
@org.jspecify.annotations.NullMarked
module dev.portcullis.audit {
    requires static transitive org.jspecify;
    requires transitive dev.portcullis.gateway;
    requires org.slf4j;

    exports dev.portcullis.audit;
    exports dev.portcullis.audit.chain;
    exports dev.portcullis.audit.sink;

    provides dev.portcullis.gateway.policy.spi.FilterProvider with
            dev.portcullis.audit.policy.AuditProvider;
}
