package dev.portcullis.waf.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Directives that do something else than rules: those that change no verdict, and those that cannot be honoured. */
final class InertDirectives {
    private static final Set<String> LOGGING = Set.of(
            "secauditengine",
            "secauditlog",
            "secauditlog2",
            "secauditlogdirmode",
            "secauditlogfilemode",
            "secauditlogformat",
            "secauditlogparts",
            "secauditlogprefix",
            "secauditlogrelevantstatus",
            "secauditlogstoragedir",
            "secauditlogtype",
            "secdebuglog",
            "secdebugloglevel",
            "secguardianlog",
            "secruleperftime",
            "secsensorid");

    private static final Set<String> HOST = Set.of(
            "secchrootdir",
            "secconnengine",
            "secconnreadstatelimit",
            "secconnwritestatelimit",
            "seccontentinjection",
            "secdisablebackendcompression",
            "sechttpblkey",
            "secreadstatelimit",
            "secserversignature",
            "secstatusengine",
            "secstreaminbodyinspection",
            "secstreamoutbodyinspection",
            "secwritestatelimit");

    private static final Set<String> STORAGE = Set.of(
            "secdatadir",
            "secrequestbodyinmemorylimit",
            "sectmpdir",
            "sectmpsaveuploadedfiles",
            "secuploaddir",
            "secuploadfilemode",
            "secuploadkeepfiles");

    private static final Set<String> ENGINE = Set.of(
            "seccachetransformations",
            "seccookieformat",
            "seccookiev0separator",
            "secgeolookupdb",
            "sechashengine",
            "sechashkey",
            "sechashmethodpm",
            "sechashmethodrx",
            "sechashparam",
            "secinterceptonerror",
            "secpcrematchlimitrecursion",
            "secrxprefilter");

    private InertDirectives() {}

    /** Why a directive has no effect here, if it is one that may be ignored. */
    static Optional<String> ignored(String directive) {
        String name = directive.toLowerCase(Locale.ROOT);
        if (LOGGING.contains(name)) {
            return Optional.of("has no effect: records and log lines are the host's");
        }
        if (HOST.contains(name)) {
            return Optional.of("has no effect: connections and answers are the host's");
        }
        if (STORAGE.contains(name)) {
            return Optional.of("has no effect: nothing is written to disk");
        }
        if (name.equals("secgeolookupdb")) {
            return Optional.of("has no effect: @geoLookup asks the provider that the application gives");
        }
        return ENGINE.contains(name) ? Optional.of("has no effect in this engine") : Optional.empty();
    }

    /** Why a directive cannot be honoured, if it is known. */
    static Optional<String> refused(String directive) {
        return switch (directive.toLowerCase(Locale.ROOT)) {
            case "secrulescript" -> Optional.of("scripts (Lua) are not run");
            case "secremoterules", "secremoterulesfailaction" -> Optional.of("rules are not fetched; load a file");
            case "secgsblookupdb" -> Optional.of("Google Safe Browsing tables are not supported");
            case "secdataset" -> Optional.of("data sets are not supported; put the phrases in a file");
            default -> Optional.empty();
        };
    }
}
