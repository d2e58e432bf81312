package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of a request is kept from its record. By default nothing that a client wrote freely is told: no field, no parameter,
 * no matched data; of those that hold secrets, by a list that can only grow, a keyed digest is told for correlation. Immutable.
 *
 * @param secretFields names of header fields, lower case, whose digest is told
 * @param secretNames names of parameters, members and claims, lower case, whose digest is told, wherever they occur
 * @param clearFields names of header fields, lower case, that are told in clear; never a secret one
 * @param clearParameters names of query parameters that are told in clear; never a secret one
 * @param matchedData whether what a rule matched is told in clear, where its target is no secret
 * @param pseudonymised what is replaced by a pseudonym
 * @param truncateAddresses whether addresses are cut to /24 and /48
 * @param pseudonymKey of the pseudonyms, at least {@value ChainSettings#LEAST_KEY_BYTES} bytes, or {@code null} where there are none
 * @param period after which pseudonyms are others
 */
@SuppressWarnings("ArrayRecordComponent") // a key, compared in the settings that it came from
public record Redaction(
        Set<String> secretFields,
        Set<String> secretNames,
        Set<String> clearFields,
        Set<String> clearParameters,
        boolean matchedData,
        Set<Pseudonymised> pseudonymised,
        boolean truncateAddresses,
        byte @Nullable [] pseudonymKey,
        Duration period) {
    /** What a pseudonym can stand for. */
    public enum Pseudonymised {
        /** Where a request came from. */
        CLIENT_ADDRESS,
        /** Who asked. */
        SUBJECT,
        /** The credential's name. */
        CREDENTIAL
    }

    /** Header fields that hold credentials. */
    public static final Set<String> SECRET_FIELDS = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "set-cookie",
            "x-api-key",
            "x-auth-token",
            "x-csrf-token",
            "x-xsrf-token",
            "dpop",
            "client-cert",
            "x-forwarded-client-cert");

    /** Parts of names that say that a value is a secret; {@code card} finds {@code creditCardNumber}. */
    static final Set<String> SECRET_PARTS = Set.of(
            "passw",
            "pwd",
            "passphrase",
            "secret",
            "token",
            "apikey",
            "api_key",
            "api-key",
            "card",
            "cvv",
            "cvc",
            "pin",
            "iban",
            "ssn",
            "credential",
            "session",
            "sessid",
            "auth",
            "signature",
            "private",
            "otp",
            "jwt",
            "assertion");

    /** Nothing but the list. */
    public static final Redaction DEFAULTS =
            new Redaction(Set.of(), Set.of(), Set.of(), Set.of(), false, Set.of(), false, null, Duration.ofDays(30));

    /** Adds the list, and checks that nothing secret is told in clear. */
    public Redaction {
        secretFields = lower(secretFields, SECRET_FIELDS);
        secretNames = lower(secretNames, Set.of());
        clearFields = lower(clearFields, Set.of());
        clearParameters = Set.copyOf(clearParameters);
        pseudonymised = Set.copyOf(pseudonymised);
        pseudonymKey = pseudonymKey == null ? null : pseudonymKey.clone();
        requireNonNull(period, "period");
        for (String name : clearFields) {
            if (secretFields.contains(name) || secret(name, secretNames)) {
                throw new IllegalArgumentException("the field " + name + " holds a secret and cannot be told in clear");
            }
        }
        for (String name : clearParameters) {
            if (secret(name, secretNames)) {
                throw new IllegalArgumentException(
                        "the parameter " + name + " holds a secret and cannot be told in clear");
            }
        }
        if (pseudonymKey != null && pseudonymKey.length < ChainSettings.LEAST_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a pseudonymKey of at least " + ChainSettings.LEAST_KEY_BYTES + " bytes expected");
        }
        if (!pseudonymised.isEmpty() && pseudonymKey == null) {
            throw new IllegalArgumentException("pseudonyms need a pseudonymKey");
        }
    }

    /** Whether a parameter, member, cookie or claim of this name holds a secret. */
    boolean isSecret(String name) {
        return secret(name, secretNames);
    }

    private static boolean secret(String name, Set<String> names) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (names.contains(lower)) {
            return true;
        }
        for (String part : SECRET_PARTS) {
            if (lower.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> lower(Set<String> names, Set<String> more) {
        Set<String> all = new HashSet<>(more);
        for (String name : names) {
            all.add(name.toLowerCase(Locale.ROOT));
        }
        return Set.copyOf(all);
    }

    /** The names alone; never the key. */
    @Override
    public String toString() {
        return "Redaction[fields=" + new TreeSet<>(secretFields) + ", names=" + new TreeSet<>(secretNames) + "]";
    }
}
