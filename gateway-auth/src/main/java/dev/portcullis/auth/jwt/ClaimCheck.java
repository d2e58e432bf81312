package dev.portcullis.auth.jwt;

import dev.portcullis.auth.jwt.CompactJws.Refusal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges the claims of a token whose signature is its issuer's. */
final class ClaimCheck {
    private static final BigDecimal MAX_TIME = BigDecimal.valueOf(253_402_300_799L); // the end of the year 9999
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);
    /** RFC 9068, section 2.2; {@code iss}, {@code aud} and {@code exp} are checked for every token. */
    private static final List<String> ACCESS_CLAIMS = List.of("sub", "client_id", "iat", "jti");

    private static final List<String> NAMES = List.of("sub", "client_id", "jti");

    private static final List<String> ID_TOKEN_CLAIMS = List.of("nonce", "at_hash", "c_hash");

    private ClaimCheck() {}

    static VerifiedJwt check(CompactJws token, JwtIssuer terms, Instant now) throws Refusal {
        type(token, terms);
        audience(token.claims(), terms);
        Duration skew = terms.clockSkew();
        Instant expires = time(token.claims(), "exp");
        if (expires == null && !terms.missingExpirationAllowed()) {
            throw new Refusal(JwtRefusal.MISSING_EXP);
        }
        if (expires != null && !now.isBefore(expires.plus(skew))) {
            throw new Refusal(JwtRefusal.EXPIRED);
        }
        Instant notBefore = time(token.claims(), "nbf");
        if (notBefore != null && now.isBefore(notBefore.minus(skew))) {
            throw new Refusal(JwtRefusal.NOT_YET_VALID);
        }
        Instant tooOld = issued(token.claims(), terms, now);
        names(token.claims());
        Instant end = expires == null ? Instant.MAX : expires.plus(skew);
        return new VerifiedJwt(
                token.claims(),
                tooOld.isBefore(end) ? tooOld : end,
                notBefore == null ? null : notBefore.minus(skew),
                binding(token.claims()));
    }

    private static void type(CompactJws token, JwtIssuer terms) throws Refusal {
        String typ = token.typ() == null ? null : token.typ().toLowerCase(Locale.ROOT);
        boolean access = "at+jwt".equals(typ) || "application/at+jwt".equals(typ);
        if (terms.type() == JwtIssuer.Type.ACCESS) {
            if (!access) {
                throw new Refusal(JwtRefusal.TYP);
            }
            for (String claim : ACCESS_CLAIMS) {
                if (!token.claims().containsKey(claim)) {
                    throw new Refusal(JwtRefusal.MISSING_CLAIM);
                }
            }
            for (String name : NAMES) {
                if (!(token.claims().get(name) instanceof String text) || text.isEmpty()) {
                    throw new Refusal(JwtRefusal.CLAIM_TYPE);
                }
            }
            return;
        }
        if (access) {
            return;
        }
        if (typ != null && !typ.equals("jwt") && !typ.equals("application/jwt")) {
            throw new Refusal(JwtRefusal.TYP);
        }
        for (String claim : ID_TOKEN_CLAIMS) {
            if (token.claims().containsKey(claim)) {
                throw new Refusal(JwtRefusal.ID_TOKEN);
            }
        }
        Object declared = token.claims().get("typ");
        if (declared instanceof String text && !text.equalsIgnoreCase("Bearer") && !text.equalsIgnoreCase("JWT")) {
            throw new Refusal(text.equalsIgnoreCase("ID") ? JwtRefusal.ID_TOKEN : JwtRefusal.TYP);
        }
    }

    private static void audience(Map<String, @Nullable Object> claims, JwtIssuer terms) throws Refusal {
        Object aud = claims.get("aud");
        if (aud instanceof String one && terms.audience().contains(one)) {
            return;
        }
        if (aud instanceof List<?> several) {
            boolean meant = false;
            for (Object one : several) {
                if (!(one instanceof String text)) {
                    throw new Refusal(JwtRefusal.CLAIM_TYPE);
                }
                meant |= terms.audience().contains(text);
            }
            if (meant) {
                return;
            }
        } else if (aud != null && !(aud instanceof String)) {
            throw new Refusal(JwtRefusal.CLAIM_TYPE);
        }
        throw new Refusal(JwtRefusal.AUDIENCE);
    }

    /** Judges the time of issue, and says from when the token is too old. */
    private static Instant issued(Map<String, @Nullable Object> claims, JwtIssuer terms, Instant now) throws Refusal {
        Instant issued = time(claims, "iat");
        if (issued != null && now.isBefore(issued.minus(terms.clockSkew()))) {
            throw new Refusal(JwtRefusal.ISSUED_IN_FUTURE);
        }
        Duration maxAge = terms.maxAge();
        if (maxAge == null) {
            return Instant.MAX;
        }
        if (issued == null) {
            throw new Refusal(JwtRefusal.MISSING_CLAIM);
        }
        Instant tooOld = issued.plus(maxAge).plus(terms.clockSkew());
        if (!now.isBefore(tooOld)) {
            throw new Refusal(JwtRefusal.TOO_OLD);
        }
        return tooOld;
    }

    /** Names end up in logs, fields and keys: one with a character that ends a line or a text there is nobody's. */
    private static void names(Map<String, @Nullable Object> claims) throws Refusal {
        for (int i = 0; i < NAMES.size(); i++) {
            if (claims.get(NAMES.get(i)) instanceof String name && hasControl(name)) {
                throw new Refusal(JwtRefusal.CLAIM_TYPE);
            }
        }
    }

    private static boolean hasControl(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** A NumericDate (RFC 7519, section 2): seconds, perhaps with a fraction, within the years that can be meant. */
    private static @Nullable Instant time(Map<String, @Nullable Object> claims, String name) throws Refusal {
        if (!claims.containsKey(name)) {
            return null;
        }
        Object value = claims.get(name);
        BigDecimal seconds = value instanceof Long whole
                ? BigDecimal.valueOf(whole)
                : value instanceof BigDecimal fraction ? fraction : null;
        if (seconds == null || seconds.signum() < 0 || seconds.compareTo(MAX_TIME) > 0) {
            throw new Refusal(JwtRefusal.CLAIM_TYPE);
        }
        long whole = seconds.longValue();
        long nanos = seconds.subtract(BigDecimal.valueOf(whole)).multiply(NANOS).longValue();
        return Instant.ofEpochSecond(whole, nanos);
    }

    /** A confirmation that is not understood binds the token to something that cannot be checked: it is of no use here. */
    private static @Nullable String binding(Map<String, @Nullable Object> claims) throws Refusal {
        if (!claims.containsKey("cnf")) {
            return null;
        }
        if (claims.get("cnf") instanceof Map<?, ?> cnf
                && cnf.size() == 1
                && cnf.get("x5t#S256") instanceof String thumbprint) {
            return thumbprint;
        }
        throw new Refusal(JwtRefusal.BINDING);
    }
}
