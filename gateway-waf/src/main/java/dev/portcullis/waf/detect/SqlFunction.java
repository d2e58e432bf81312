package dev.portcullis.waf.detect;

/** What a function that SQL dialects share is good for in an attack. */
enum SqlFunction {
    /** None that SQL is known to have. */
    NONE,
    /** Any other function. */
    COMMON,
    /** Tells about the server: {@code version()}. */
    INFORMATION,
    /** Takes time: {@code sleep}. */
    DELAY,
    /** Reaches out of the database, or has no honest use in a value. */
    DANGEROUS,
    /** Gives a part of a string: {@code substring}. */
    PART,
    /** Gives the number of a character: {@code ascii}. */
    CODE,
    /** Decides: {@code if}, {@code decode}. */
    CONDITION
}
