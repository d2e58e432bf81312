/** Limits that hold: token buckets and concurrency limits, on one node and on many. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.ratelimit;
