package dev.portcullis.audit;

import dev.portcullis.gateway.Headers;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells fields, parameters and matched data as far as they may be told. Confined to the thread that writes. */
final class FieldRedaction {
    private static final int MOST = 32;
    private static final int VALUE = 256;
    private static final int TARGET = 128;

    /** Schemes of HTTP authentication; another first word may be the credential itself. */
    private static final Set<String> SCHEMES = Set.of(
            "basic",
            "bearer",
            "digest",
            "dpop",
            "hoba",
            "mutual",
            "negotiate",
            "ntlm",
            "privatetoken",
            "scram-sha-256",
            "vapid",
            "apikey",
            "aws4-hmac-sha256");

    /** Collections of which no single value can be told apart. */
    private static final Set<String> WHOLE = Set.of(
            "request_cookies",
            "request_body",
            "query_string",
            "request_uri",
            "request_uri_raw",
            "request_line",
            "full_request",
            "args",
            "args_get",
            "args_post",
            "args_combined",
            "request_headers",
            "xml",
            "request_basename",
            "request_filename",
            "response_body",
            "files",
            "multipart_part_headers");

    /** Targets of which no part comes from the request. */
    private static final Set<String> RULE_WRITTEN = Set.of("XML:/*", "XML://@*");

    private final Redaction redaction;
    private final Digests digests;

    FieldRedaction(Redaction redaction, Digests digests) {
        this.redaction = redaction;
        this.digests = digests;
    }

    /** Digests of the secret fields, and the ones that are told in clear. */
    SortedMap<String, String> fields(Headers fields) {
        SortedMap<String, String> told = null;
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i);
            if (!mayBeTold(name)) {
                continue;
            }
            String lower = name.toLowerCase(Locale.ROOT);
            boolean secret = redaction.secretFields().contains(lower);
            if (!secret && !redaction.clearFields().contains(lower)) {
                continue;
            }
            told = told == null ? new TreeMap<>() : told;
            String text = secret ? credential(fields.value(i)) : Wording.clean(fields.value(i), VALUE);
            if (told.size() < MOST || told.containsKey(lower)) {
                told.merge(lower, text, (one, other) -> Wording.clean(one + ", " + other, VALUE));
            }
        }
        return told == null ? Collections.emptySortedMap() : told;
    }

    /** Most names are none of the list, and most of these differ in their first letter or length. */
    private boolean mayBeTold(String name) {
        if (!redaction.clearFields().isEmpty()) {
            return true;
        }
        for (String secret : redaction.secretFields()) {
            if (secret.length() == name.length() && secret.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private String credential(String value) {
        int space = value.indexOf(' ');
        if (space > 0 && SCHEMES.contains(value.substring(0, space).toLowerCase(Locale.ROOT))) {
            return value.substring(0, space) + ' ' + digests.of(value.substring(space + 1));
        }
        return digests.of(value);
    }

    /** Of a query as sent: digests of the secret parameters, and the ones that are told in clear. */
    SortedMap<String, String> parameters(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, String> told = null;
        int from = 0;
        while (from < query.length()) {
            int end = query.indexOf('&', from);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', from);
            if (equals > from && equals < end) {
                String name = query.substring(from, equals);
                String known = knownName(name);
                if (known != null) {
                    told = told == null ? new TreeMap<>() : told;
                    boolean clear = redaction.clearParameters().contains(name);
                    String value = query.substring(equals + 1, end);
                    if (told.size() < MOST) {
                        told.putIfAbsent(known, clear ? Wording.clean(value, VALUE) : digests.of(value));
                    }
                }
            }
            from = end + 1;
        }
        return told == null ? Collections.emptySortedMap() : told;
    }

    /** The name as the policy or the list has it, never as the client wrote it; {@code null} where it is not told. */
    private @Nullable String knownName(String name) {
        if (redaction.clearParameters().contains(name)) {
            return name;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (redaction.secretNames().contains(lower)) {
            return lower;
        }
        for (String part : Redaction.SECRET_PARTS) {
            if (lower.contains(part)) {
                return part;
            }
        }
        return null;
    }

    /** Where a rule matched: the collection, and the name in it where the policy knows that name. */
    String target(String target) {
        int colon = target.indexOf(':');
        if (colon < 0) {
            return Wording.clean(target, TARGET);
        }
        String name = target.substring(colon + 1);
        boolean told = redaction.matchedData() || isKnown(name);
        return Wording.clean(target.substring(0, colon), TARGET)
                + ':'
                + (told ? Wording.clean(name, TARGET) : digests.of(name));
    }

    /** Whether the policy, or the list, names it as well. */
    private boolean isKnown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return redaction.secretNames().contains(lower)
                || redaction.secretFields().contains(lower)
                || redaction.clearParameters().contains(name);
    }

    /**
     * The target as an exclusion takes it. A name that a client may have made up is told only where it reads like the name of
     * a field and holds no secret; else the collection stands for all its values.
     */
    String excludable(String target) {
        int colon = target.indexOf(':');
        if (colon < 0 || RULE_WRITTEN.contains(target)) {
            return Wording.clean(target, TARGET);
        }
        String name = target.substring(colon + 1);
        boolean told = isKnown(name) || (PlainName.is(name) && !redaction.isSecret(name));
        return Wording.clean(told ? target : target.substring(0, colon), TARGET);
    }

    /** What a rule matched: a digest, unless the policy wants it told and the target is no secret. */
    String matched(String target, String data) {
        if (!redaction.matchedData() || isSecretTarget(target)) {
            return digests.of(data);
        }
        return Wording.clean(data, VALUE);
    }

    private boolean isSecretTarget(String target) {
        int colon = target.indexOf(':');
        String collection = (colon < 0 ? target : target.substring(0, colon)).toLowerCase(Locale.ROOT);
        if (colon < 0 || collection.startsWith("request_cookies")) {
            return WHOLE.contains(collection) || collection.startsWith("request_cookies");
        }
        String name = target.substring(colon + 1);
        return redaction.secretFields().contains(name.toLowerCase(Locale.ROOT)) || redaction.isSecret(name);
    }
}
