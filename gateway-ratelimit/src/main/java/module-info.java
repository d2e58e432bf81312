/** Limits that hold: token buckets and concurrency limits, on one node and on many. */
@org.jspecify.annotations.NullMarked
module dev.portcullis.ratelimit {
    requires static transitive org.jspecify;
    requires transitive dev.portcullis.gateway;
    requires org.slf4j;

    exports dev.portcullis.ratelimit;
    exports dev.portcullis.ratelimit.bucket;
    exports dev.portcullis.ratelimit.policy;

    provides dev.portcullis.gateway.policy.spi.FilterProvider with
            dev.portcullis.ratelimit.policy.RateLimitProvider;
}
