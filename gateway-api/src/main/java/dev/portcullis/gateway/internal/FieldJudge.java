package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Judges the fields of one head in one pass: their syntax, their size, and those that frame the message or belong to the
 * connection, in which two readers must not see different requests.
 */
final class FieldJudge {
    private static final int MOST_DIGITS = 18;

    private FieldJudge() {}

    /** Why the fields are refused, or {@code null}. */
    static @Nullable HeadRefusal judge(Headers headers, Limits limits, boolean http1, boolean http10) {
        if (headers.size() > limits.headerCount()) {
            return HeadRefusal.HEADERS_TOO_MANY;
        }
        long bytes = 0;
        for (int i = 0; i < headers.size(); i++) {
            bytes += headers.name(i).length() + headers.value(i).length();
        }
        if (bytes > limits.headers()) {
            return HeadRefusal.HEADERS_TOO_LARGE;
        }
        int hosts = 0;
        int lengths = 0;
        TransferCodings codings = null;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            String value = headers.value(i);
            FieldKind kind = FieldNames.usual(name);
            if (kind == null) {
                if (!CharClass.isToken(name)) {
                    return badName(name);
                }
                kind = FieldNames.any(name);
            }
            HeadRefusal refusal = FieldValues.refusal(value);
            if (refusal != null) {
                return refusal;
            }
            switch (kind) {
                case ORDINARY -> {}
                case HOST -> hosts++;
                case CONTENT_LENGTH -> refusal = contentLength(value, ++lengths);
                case TRANSFER_ENCODING -> {
                    if (http1) {
                        codings = codings == null ? new TransferCodings() : codings;
                        codings.add(value);
                    } else {
                        refusal = HeadRefusal.HTTP2_CONNECTION_FIELD;
                    }
                }
                case TE -> refusal = http1 ? null : te(value);
                case COOKIE -> refusal = FieldValues.cookieRefusal(value);
                case CONNECTION -> refusal = connection(value, http1);
                case UPGRADE, KEEP_ALIVE, PROXY_CONNECTION ->
                    refusal = http1 ? null : HeadRefusal.HTTP2_CONNECTION_FIELD;
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return together(hosts, lengths, codings, http10);
    }

    private static @Nullable HeadRefusal together(
            int hosts, int lengths, @Nullable TransferCodings codings, boolean http10) {
        if (hosts > 1) {
            return HeadRefusal.HOST_DUPLICATE;
        }
        if (hosts == 0 && !http10) {
            return HeadRefusal.HOST_MISSING;
        }
        if (codings == null) {
            return null;
        }
        if (http10) {
            return HeadRefusal.TRANSFER_ENCODING_HTTP10;
        }
        return lengths > 0 ? HeadRefusal.TRANSFER_ENCODING_WITH_CONTENT_LENGTH : codings.refusal();
    }

    private static HeadRefusal badName(String name) {
        if (name.isEmpty()) {
            return HeadRefusal.HEADER_NAME;
        }
        char first = name.charAt(0);
        char last = name.charAt(name.length() - 1);
        if (first == ' ' || first == '\t') {
            return HeadRefusal.HEADER_FOLDED;
        }
        return last == ' ' || last == '\t' ? HeadRefusal.HEADER_SPACE_BEFORE_COLON : HeadRefusal.HEADER_NAME;
    }

    private static @Nullable HeadRefusal te(String value) {
        return value.equalsIgnoreCase("trailers") ? null : HeadRefusal.HTTP2_CONNECTION_FIELD;
    }

    private static @Nullable HeadRefusal connection(String value, boolean http1) {
        if (!http1) {
            return HeadRefusal.HTTP2_CONNECTION_FIELD;
        }
        return FieldValues.namesHopByHopOnly(value) ? null : HeadRefusal.CONNECTION_NAMES_FIELD;
    }

    private static @Nullable HeadRefusal contentLength(String value, int nth) {
        if (nth > 1 || value.indexOf(',') >= 0) {
            return HeadRefusal.CONTENT_LENGTH_DUPLICATE;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return HeadRefusal.CONTENT_LENGTH_INVALID;
            }
        }
        return value.isEmpty() || value.length() > MOST_DIGITS ? HeadRefusal.CONTENT_LENGTH_INVALID : null;
    }
}
