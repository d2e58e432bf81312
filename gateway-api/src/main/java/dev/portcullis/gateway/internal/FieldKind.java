package dev.portcullis.gateway.internal;

/** What a field is to the gateway. */
enum FieldKind {
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    TE,
    COOKIE,
    CONNECTION,
    UPGRADE,
    KEEP_ALIVE,
    PROXY_CONNECTION,
    /** Nothing that frames a message or belongs to a connection. */
    ORDINARY
}
