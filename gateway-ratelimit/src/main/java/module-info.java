/** Limits that hold: token buckets and concurrency limits, on one node and on many. */
@org.jspecify.annotations.NullMarked
module dev.portcullis.ratelimit {
    requires static transitive org.jspecify;
    requires transitive dev.portcullis.gateway;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;
    requires static io.github.bucket4j.core;
    requires static lettuce.core;

    exports dev.portcullis.ratelimit;
    exports dev.portcullis.ratelimit.bucket;
    exports dev.portcullis.ratelimit.bucket4j;
    exports dev.portcullis.ratelimit.policy;
    exports dev.portcullis.ratelimit.redis;
    exports dev.portcullis.ratelimit.shared;

    provides dev.portcullis.gateway.policy.spi.FilterProvider with
            dev.portcullis.ratelimit.policy.RateLimitProvider;
    provides dev.portcullis.gateway.policy.spi.EventBudgets with
            dev.portcullis.ratelimit.bucket.BucketBudgets;
}
