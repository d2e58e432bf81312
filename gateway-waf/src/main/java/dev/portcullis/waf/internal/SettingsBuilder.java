package dev.portcullis.waf.internal;

import dev.portcullis.waf.body.BodyInput;
import dev.portcullis.waf.seclang.Directive;
import dev.portcullis.waf.seclang.SyntaxException;
import dev.portcullis.waf.transform.UnicodeMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Collects what directives other than rules say. A later directive replaces an earlier one. */
final class SettingsBuilder {
    private final Findings findings;
    private Settings.Engine engine = Settings.Engine.OFF;
    private boolean requestBodyAccess;
    private boolean responseBodyAccess;
    private long requestBodyLimit = 128L << 20;
    private long requestBodyNoFilesLimit = 1L << 20;
    private boolean rejectLargeRequestBody = true;
    private int jsonDepthLimit = 10_000;
    private int argumentsLimit = 1000;
    private int uploadFileLimit = 100;
    private long responseBodyLimit = 512L << 10;
    private boolean rejectLargeResponseBody = true;
    private final Set<String> responseTypes = new LinkedHashSet<>(List.of("text/plain", "text/html"));
    private boolean typesGiven;
    private byte argumentSeparator = '&';
    private int matchLimit = 100_000;
    private Duration collectionTimeout = Duration.ofHours(1);
    private String webAppId = "default";
    private UnicodeMap unicodeMap = UnicodeMap.NONE;
    private Bounds bounds = Bounds.NONE;

    SettingsBuilder(Findings findings) {
        this.findings = findings;
    }

    void bounds(Bounds given) {
        bounds = given;
    }

    /** Takes a directive; false if it is not one of these. */
    boolean take(Directive directive) throws SyntaxException {
        switch (directive.name().toLowerCase(Locale.ROOT)) {
            case "secruleengine" -> engine = engine(one(directive));
            case "secrequestbodyaccess" -> requestBodyAccess = onOff(directive);
            case "secresponsebodyaccess" -> responseBodyAccess = onOff(directive);
            case "secrequestbodylimit" -> requestBodyLimit = number(directive, 1L << 30);
            case "secrequestbodynofileslimit" -> requestBodyNoFilesLimit = number(directive, 1L << 30);
            case "secrequestbodylimitaction" -> rejectLargeRequestBody = isReject(directive);
            case "secrequestbodyjsondepthlimit" -> jsonDepthLimit = (int) number(directive, 100_000);
            case "secargumentslimit" -> argumentsLimit = (int) number(directive, 10_000_000);
            case "secuploadfilelimit" -> uploadFileLimit = (int) number(directive, 1_000_000);
            case "secresponsebodylimit" -> responseBodyLimit = number(directive, 1L << 30);
            case "secresponsebodylimitaction" -> rejectLargeResponseBody = isReject(directive);
            case "secresponsebodymimetype" -> responseTypes(directive.arguments());
            case "secresponsebodymimetypesclear" -> responseTypes.clear();
            case "secargumentseparator" -> argumentSeparator = separator(one(directive));
            case "secpcrematchlimit" -> matchLimit = (int) number(directive, Integer.MAX_VALUE);
            case "seccollectiontimeout" -> collectionTimeout = Duration.ofSeconds(number(directive, Integer.MAX_VALUE));
            case "secwebappid" -> webAppId = one(directive);
            case "secunicodemapfile" -> unicodeMap = UnicodeMapFile.read(directive, findings);
            case "seccomponentsignature" -> findings.signature(one(directive));
            default -> {
                return takeSwitch(directive);
            }
        }
        return true;
    }

    /** Directives that are honoured in one position only, because the other is what this engine always does. */
    private boolean takeSwitch(Directive directive) throws SyntaxException {
        switch (directive.name().toLowerCase(Locale.ROOT)) {
            case "secxmlexternalentity" -> mustBe(directive, "Off", "external entities are never fetched");
            case "secignorerulecompilationerrors" ->
                mustBe(directive, "Off", "a rule with a mistake is never left out");
            case "secruleinheritance" -> mustBe(directive, "On", "there is one context, whose rules always hold");
            case "secparsexmlintoargs" -> mustBe(directive, "Off", "XML is inspected as XML:/* and XML://@*");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void mustBe(Directive directive, String value, String reason) throws SyntaxException {
        if (!one(directive).equalsIgnoreCase(value)) {
            throw new SyntaxException(directive.name() + " can only be " + value + ": " + reason);
        }
    }

    private static String one(Directive directive) throws SyntaxException {
        if (directive.arguments().size() != 1) {
            throw new SyntaxException(directive.name() + " takes one value, not "
                    + directive.arguments().size());
        }
        return directive.arguments().get(0);
    }

    static Settings.Engine engine(String value) throws SyntaxException {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on" -> Settings.Engine.ON;
            case "off" -> Settings.Engine.OFF;
            case "detectiononly" -> Settings.Engine.DETECTION_ONLY;
            default -> throw new SyntaxException("the rule engine is On, Off or DetectionOnly, not " + value);
        };
    }

    private static boolean onOff(Directive directive) throws SyntaxException {
        return onOff(one(directive));
    }

    static boolean onOff(String value) throws SyntaxException {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new SyntaxException("On or Off is needed, not " + value);
        };
    }

    private static boolean isReject(Directive directive) throws SyntaxException {
        return switch (one(directive).toLowerCase(Locale.ROOT)) {
            case "reject" -> true;
            case "processpartial" -> false;
            default -> throw new SyntaxException("Reject or ProcessPartial is needed, not " + one(directive));
        };
    }

    private static long number(Directive directive, long most) throws SyntaxException {
        String value = one(directive);
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the same answer
        }
        throw new SyntaxException(directive.name() + " takes a number from 0 to " + most + ", not " + value);
    }

    private void responseTypes(List<String> types) {
        if (!typesGiven) {
            responseTypes.clear();
            typesGiven = true;
        }
        types.forEach(type -> responseTypes.add(type.toLowerCase(Locale.ROOT)));
    }

    private static byte separator(String value) throws SyntaxException {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length != 1) {
            throw new SyntaxException("the argument separator is one character, not " + value);
        }
        return bytes[0];
    }

    private static int orUnlimited(int bound) {
        return bound > 0 ? bound : Integer.MAX_VALUE;
    }

    Settings build() {
        return new Settings(
                engine,
                requestBodyAccess,
                responseBodyAccess,
                requestBodyLimit,
                requestBodyNoFilesLimit,
                rejectLargeRequestBody,
                bounds.depth() > 0 ? bounds.depth() : Math.max(1, jsonDepthLimit),
                bounds.depth() > 0 ? bounds.depth() : BodyInput.DEFAULT.xmlDepth(),
                orUnlimited(bounds.keys()),
                orUnlimited(bounds.graphqlDepth()),
                orUnlimited(bounds.aliases()),
                bounds.parts() > 0 ? bounds.parts() : BodyInput.DEFAULT.parts(),
                bounds.arguments() > 0 ? bounds.arguments() : argumentsLimit,
                uploadFileLimit,
                responseBodyLimit,
                rejectLargeResponseBody,
                responseTypes,
                argumentSeparator,
                Math.max(1, matchLimit),
                collectionTimeout,
                webAppId,
                unicodeMap);
    }
}
