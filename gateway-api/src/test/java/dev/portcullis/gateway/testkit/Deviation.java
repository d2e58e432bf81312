package dev.portcullis.gateway.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a case of the contract that an adapter's test overrides because its server cannot follow. The override shows what
 * happens instead, so that the deviation is tested as well, and the report at the end counts and prints it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Deviation {
    /** What the server does or lacks, in one sentence. */
    String value();
}
