package dev.portcullis.waf.body;

/**
 * What a multipart body may have wrong or unusual. The names are those of the variables {@code MULTIPART_...} in the
 * rule language, whose meaning they have.
 */
public enum MultipartFlag {
    /** The boundary parameter is quoted. */
    BOUNDARY_QUOTED,
    /** White space inside or around the boundary parameter. */
    BOUNDARY_WHITESPACE,
    /** Content-Type holds a byte or a second boundary that parsers disagree about. */
    CONTENT_TYPE_INVALID,
    /** There are bytes before the first boundary. */
    DATA_BEFORE,
    /** There are bytes after the last boundary. */
    DATA_AFTER,
    /** A part's header is folded over several lines. */
    HEADER_FOLDING,
    /** A folded line starts with something else than one space or tab. */
    INVALID_HEADER_FOLDING,
    /** Some line ends with CR LF. */
    CRLF_LINE,
    /** Some line ends with a bare LF. */
    LF_LINE,
    /** Both kinds of line ends, or bare ones where it matters. */
    CRLF_LF_LINES,
    /** A semicolon is missing in Content-Type. */
    MISSING_SEMICOLON,
    /** A quote in a part's header is not as it should be. */
    INVALID_QUOTING,
    /** A part is not as it should be: no name, the same name twice, no header. */
    INVALID_PART,
    /** A line looks like a boundary and is none. */
    UNMATCHED_BOUNDARY,
    /** The last boundary never came. */
    INCOMPLETE,
    /** There are more files than allowed. */
    FILE_LIMIT_EXCEEDED
}
