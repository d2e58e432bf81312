package dev.portcullis.waf.internal;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The variables of the rule language. */
enum Variable {
    ARGS_GET(Kind.COLLECTION),
    ARGS_POST(Kind.COLLECTION),
    ARGS_GET_NAMES(ARGS_GET),
    ARGS_POST_NAMES(ARGS_POST),
    ARGS(ARGS_GET, ARGS_POST),
    ARGS_NAMES(ARGS_GET_NAMES, ARGS_POST_NAMES),
    ARGS_COMBINED_SIZE(Kind.NUMBER),
    ARGS_PATH(Kind.COLLECTION),
    AUTH_TYPE(Kind.TEXT),
    DURATION(Kind.NUMBER),
    ENV(Kind.COLLECTION),
    FILES(Kind.COLLECTION),
    FILES_COMBINED_SIZE(Kind.NUMBER),
    FILES_NAMES(FILES),
    FILES_SIZES(Kind.COLLECTION),
    FILES_TMPNAMES(Kind.COLLECTION),
    FILES_TMP_CONTENT(Kind.COLLECTION),
    FULL_REQUEST(Kind.TEXT),
    FULL_REQUEST_LENGTH(Kind.NUMBER),
    GEO(Kind.COLLECTION),
    GLOBAL(Kind.PERSISTENT),
    HIGHEST_SEVERITY(Kind.NUMBER),
    INBOUND_DATA_ERROR(Kind.NUMBER),
    IP(Kind.PERSISTENT),
    MATCHED_VAR(Kind.TEXT),
    MATCHED_VAR_NAME(Kind.TEXT),
    MATCHED_VARS(Kind.COLLECTION),
    MATCHED_VARS_NAMES(MATCHED_VARS),
    MODSEC_BUILD(Kind.TEXT),
    MSC_PCRE_ERROR(Kind.NUMBER),
    MSC_PCRE_LIMITS_EXCEEDED(Kind.NUMBER),
    MULTIPART_BOUNDARY_QUOTED(Kind.NUMBER),
    MULTIPART_BOUNDARY_WHITESPACE(Kind.NUMBER),
    MULTIPART_CRLF_LF_LINES(Kind.NUMBER),
    MULTIPART_DATA_AFTER(Kind.NUMBER),
    MULTIPART_DATA_BEFORE(Kind.NUMBER),
    MULTIPART_FILE_LIMIT_EXCEEDED(Kind.NUMBER),
    MULTIPART_FILENAME(Kind.COLLECTION),
    MULTIPART_HEADER_FOLDING(Kind.NUMBER),
    MULTIPART_INVALID_HEADER_FOLDING(Kind.NUMBER),
    MULTIPART_INVALID_PART(Kind.NUMBER),
    MULTIPART_INVALID_QUOTING(Kind.NUMBER),
    MULTIPART_LF_LINE(Kind.NUMBER),
    MULTIPART_MISSING_SEMICOLON(Kind.NUMBER),
    MULTIPART_NAME(Kind.COLLECTION),
    MULTIPART_PART_HEADERS(Kind.COLLECTION),
    MULTIPART_STRICT_ERROR(Kind.NUMBER),
    MULTIPART_UNMATCHED_BOUNDARY(Kind.NUMBER),
    OUTBOUND_DATA_ERROR(Kind.NUMBER),
    PATH_INFO(Kind.TEXT),
    QUERY_STRING(Kind.TEXT),
    REMOTE_ADDR(Kind.TEXT),
    REMOTE_HOST(Kind.TEXT),
    REMOTE_PORT(Kind.NUMBER),
    REMOTE_USER(Kind.TEXT),
    REQBODY_ERROR(Kind.NUMBER),
    REQBODY_ERROR_MSG(Kind.TEXT),
    REQBODY_PROCESSOR(Kind.TEXT),
    REQBODY_PROCESSOR_ERROR(Kind.NUMBER),
    REQBODY_PROCESSOR_ERROR_MSG(Kind.TEXT),
    REQUEST_BASENAME(Kind.TEXT),
    REQUEST_BODY(Kind.TEXT),
    REQUEST_BODY_LENGTH(Kind.NUMBER),
    REQUEST_COOKIES(Kind.COLLECTION),
    REQUEST_COOKIES_NAMES(REQUEST_COOKIES),
    REQUEST_FILENAME(Kind.TEXT),
    REQUEST_HEADERS(Kind.COLLECTION),
    REQUEST_HEADERS_NAMES(REQUEST_HEADERS),
    REQUEST_LINE(Kind.TEXT),
    REQUEST_METHOD(Kind.TEXT),
    REQUEST_PROTOCOL(Kind.TEXT),
    REQUEST_URI(Kind.TEXT),
    REQUEST_URI_RAW(Kind.TEXT),
    RESOURCE(Kind.PERSISTENT),
    RESPONSE_BODY(Kind.TEXT),
    RESPONSE_CONTENT_LENGTH(Kind.NUMBER),
    RESPONSE_CONTENT_TYPE(Kind.TEXT),
    RESPONSE_HEADERS(Kind.COLLECTION),
    RESPONSE_HEADERS_NAMES(RESPONSE_HEADERS),
    RESPONSE_PROTOCOL(Kind.TEXT),
    RESPONSE_STATUS(Kind.NUMBER),
    RULE(Kind.COLLECTION),
    SERVER_ADDR(Kind.TEXT),
    SERVER_NAME(Kind.TEXT),
    SERVER_PORT(Kind.NUMBER),
    SESSION(Kind.PERSISTENT),
    SESSIONID(Kind.TEXT),
    STATUS_LINE(Kind.TEXT),
    TIME(Kind.TEXT),
    TIME_DAY(Kind.NUMBER),
    TIME_EPOCH(Kind.NUMBER),
    TIME_HOUR(Kind.NUMBER),
    TIME_MIN(Kind.NUMBER),
    TIME_MON(Kind.NUMBER),
    TIME_SEC(Kind.NUMBER),
    TIME_WDAY(Kind.NUMBER),
    TIME_YEAR(Kind.NUMBER),
    TX(Kind.COLLECTION),
    UNIQUE_ID(Kind.TEXT),
    URLENCODED_ERROR(Kind.NUMBER),
    USER(Kind.PERSISTENT),
    USERID(Kind.TEXT),
    WEBAPPID(Kind.TEXT),
    /** Texts of an XML document; written {@code XML:/*}. */
    XML(Kind.COLLECTION),
    /** Attribute values of an XML document; written {@code XML://@*}. */
    XML_ATTRIBUTES(Kind.COLLECTION);

    /** What a variable holds. */
    enum Kind {
        /** At most one text. */
        TEXT,
        /** One number, always. */
        NUMBER,
        /** Named values. */
        COLLECTION,
        /** The names of another variable's values. */
        NAMES,
        /** The values of two other variables. */
        UNION,
        /** Named values that outlive the transaction. */
        PERSISTENT
    }

    static final int COUNT = values().length;

    private static final Map<String, Variable> BY_NAME = new HashMap<>();

    static {
        for (Variable variable : values()) {
            if (variable != XML_ATTRIBUTES) {
                BY_NAME.put(variable.name(), variable);
            }
        }
    }

    private static final Set<Variable> WITHOUT_KEYS = EnumSet.of(XML, XML_ATTRIBUTES);

    final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Variable> parts;

    Variable(Kind kind) {
        this.kind = kind;
        this.parts = List.of();
    }

    Variable(Variable named) {
        this.kind = Kind.NAMES;
        this.parts = List.of(named);
    }

    Variable(Variable first, Variable second) {
        this.kind = Kind.UNION;
        this.parts = List.of(first, second);
    }

    /** The variable of this name, in any case. */
    static Optional<Variable> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toUpperCase(Locale.ROOT)));
    }

    /** The variables whose values this one holds: two for a union, else itself. */
    List<Variable> sources() {
        return kind == Kind.UNION ? parts : List.of(this);
    }

    /** For {@link Kind#NAMES}: the variable whose names these are. */
    Variable namesOf() {
        return parts.get(0);
    }

    /** Whether a key may follow a colon. */
    boolean hasKeys() {
        return kind != Kind.TEXT && kind != Kind.NUMBER && !WITHOUT_KEYS.contains(this);
    }

    /** The variable's place in arrays that have one for each; never stored. */
    @SuppressWarnings("EnumOrdinal")
    int index() {
        return ordinal();
    }

    /** The name in rules and logs. */
    String label() {
        return switch (this) {
            case XML -> "XML:/*";
            case XML_ATTRIBUTES -> "XML://@*";
            default -> name();
        };
    }
}
