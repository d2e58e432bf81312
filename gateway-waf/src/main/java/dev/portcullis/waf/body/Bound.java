package dev.portcullis.waf.body;

/** A limit of {@link BodyInput} that a body goes beyond. */
public enum Bound {
    /** JSON or XML is nested too deep. */
    DEPTH,
    /** A multipart body has too many parts. */
    PARTS,
    /** The names of all arguments together are too long: deep nesting under long keys. */
    NAMES,
    /** JSON has too many members, or XML too many elements and attributes. */
    KEYS
}
