package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.waf.spi.CollectionStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {
    @Test
    void aLoadTouchesNoCollectionAndTakesNoIds() {
        CollectionStore untouched = new CollectionStore() {
            @Override
            public Map<String, String> load(RecordKey key) {
                throw new AssertionError("loaded " + key);
            }

            @Override
            public void apply(RecordKey key, List<Change> changes, Duration timeout) {
                throw new AssertionError("changed " + key);
            }
        };
        Waf waf = Waf.builder()
                .collections(untouched)
                .ids(() -> {
                    throw new AssertionError("took an id");
                })
                .rules(
                        "rules",
                        "SecAction \"id:1,phase:1,pass,initcol:ip=%{REMOTE_ADDR},setvar:ip.seen=+1\"\n"
                                + "SecRule ARGS \"@rx .\" \"id:2,phase:2,deny\"")
                .build();
        assertThat(waf.report().rules()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SecRule ARGS \"@rx (\" \"id:1,phase:1,pass\"",
                "SecRule ARGS \"@nonesuch a\" \"id:1,phase:1,pass\"",
                "SecRule NONESUCH \"@rx a\" \"id:1,phase:1,pass\"",
                "SecRule !ARGS \"@rx a\" \"id:1,phase:1,pass\"",
                "SecRule REQUEST_METHOD:a \"@rx a\" \"id:1,phase:1,pass\"",
                "SecRule XML \"@rx a\" \"id:1,phase:1,pass\"",
                "SecRule XML:/a/b \"@rx a\" \"id:1,phase:1,pass\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:6,pass\"",
                "SecRule ARGS \"@rx a\" \"phase:1,pass\"",
                "SecRule ARGS \"@rx a\" \"id:x,phase:1,pass\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,t:nonesuch\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,nonesuch\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,severity:LOUD\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,msg:'%{nonesuch}'\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,msg:'%{tx}'\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,setvar:args.x=1\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,setvar:x\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,ctl:nonesuch=On\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,ctl:ruleEngine=Maybe\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,initcol:tx=1\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,exec:/bin/true\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,proxy:http://a\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,deny,status:42\"",
                "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass,chain\"",
                "SecRule ARGS \"!@rbl a\" \"id:1,phase:1,pass\"",
                "SecRule ARGS \"@gsbLookup a\" \"id:1,phase:1,pass\"",
                "SecRule ARGS \"@inspectFile a\" \"id:1,phase:1,pass\"",
                "SecRule FILES_TMPNAMES \"@rx a\" \"id:1,phase:2,pass\"",
                "SecRule ARGS \"@pmFromFile nowhere.data\" \"id:1,phase:1,pass\"",
                "SecRuleScript a.lua",
                "SecRemoteRules key https://example.org",
                "SecGsbLookupDb a",
                "SecNonesuch On",
                "SecRuleEngine Maybe",
                "SecRequestBodyLimit many",
                "SecRequestBodyLimit 1 2",
                "SecRequestBodyLimitAction Shrug",
                "SecXmlExternalEntity On",
                "SecIgnoreRuleCompilationErrors On",
                "SecDefaultAction \"phase:1,log\"",
                "SecMarker",
                "SecRuleRemoveById x",
                "SecRuleUpdateTargetById 1",
                "SecRuleUpdateActionById 1 \"id:2\""
            })
    void refusesWhatItCannotHonourAndNamesTheLine(String line) {
        WafBuilder builder = Waf.builder().rules("file.conf", "# one\n" + line + "\n");

        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        RulesException.class,
                        e -> assertThat(e.problems()).singleElement().asString().startsWith("file.conf:2: error: "));
    }

    @Test
    void listsAllMistakesAtOnce() {
        WafBuilder builder = Waf.builder()
                .rules("a", "SecNonesuch\nSecRule A b\nSecAction \"id:1,pass\"\nSecAction \"id:1,pass\"\nSecRule \"x");

        assertThatThrownBy(builder::build)
                .hasMessageContainingAll("a:1:", "a:2:", "a:4:", "a:5:", "taken by the rule at a:3");
    }

    @Test
    void refusesDecisionsAndIdsInsideOfAChain() {
        assertThatThrownBy(() -> Sent.rules("SecRule ARGS a \"id:1,chain,deny\"", "SecRule ARGS b \"deny\""))
                .hasMessageContaining("test:2")
                .hasMessageContaining("chain");
        assertThatThrownBy(() -> Sent.rules("SecRule ARGS a \"id:1,chain,deny\"", "SecRule ARGS b \"id:2\""))
                .hasMessageContaining("test:2");
        assertThatThrownBy(() -> Sent.rules("SecRule ARGS a \"id:1,chain,deny\"", "SecMarker A"))
                .hasMessageContaining("test:2")
                .hasMessageContaining("test:1");
    }

    @Test
    void saysThatAFileIsMissing() {
        WafBuilder builder = Waf.builder().rules(Path.of("nowhere/at-all.conf"));

        assertThatThrownBy(builder::build).hasMessageContaining("nowhere/at-all.conf:1");
    }

    @Test
    void acceptsWhatChangesNoVerdictAndSaysSoOnce() {
        Waf waf = Sent.rules(
                "SecAuditEngine RelevantOnly",
                "SecAuditEngine Off",
                "SecAuditLogRelevantStatus \"^(?:5|4(?!04))\"",
                "SecTmpDir /tmp/",
                "SecStatusEngine Off",
                "SecConnEngine Off",
                "SecRxPreFilter On",
                "SecAction \"id:1,pass,nolog,sanitiseArg:password\"");

        assertThat(waf.report().notices())
                .extracting(LoadReport.Notice::text)
                .hasSize(7)
                .anyMatch(text -> text.startsWith("SecTmpDir "));
        assertThat(waf.report().rules()).isEqualTo(1);
    }

    @Test
    void readsAMessageWhoseQuoteIsMissingAtTheEndAndSaysSo() {
        Waf waf = Sent.rules("SecRule ARGS a \"id:1,phase:1,deny,status:400, msg:'never closed.\"");

        assertThat(waf.report().notices())
                .singleElement()
                .asString()
                .isEqualTo("test:1: notice: the quote of the action msg is never closed");
        assertThat(Sent.get("/?q=a").through(waf).matches().get(0).message()).isEqualTo("never closed.");
        assertThatThrownBy(() -> Sent.rules("SecRule ARGS a \"id:1,phase:1,msg:'never closed,deny\""))
                .hasMessageContaining("test:1: error: the quote of the action msg is never closed");
    }

    @Test
    void listsRulesThatWaitForAProvider() {
        Waf waf = Sent.rules(
                "SecRule REMOTE_ADDR \"@geoLookup\" \"id:1,phase:1,deny\"",
                "SecRule REMOTE_ADDR \"@rbl dnsbl.example\" \"id:2,phase:1,deny\"");

        assertThat(waf.report().waiting())
                .containsExactly(
                        new LoadReport.Waiting(1, "@geoLookup", "test", 1),
                        new LoadReport.Waiting(2, "@rbl", "test", 2));
        assertThat(Sent.get("/").through(waf).interruption()).isEmpty();
    }

    @Test
    void asksTheProvidersThatTheApplicationGives() {
        Waf waf = Sent.builder(
                        "SecRule REMOTE_ADDR \"@geoLookup\" \"id:1,phase:1,pass,log,chain\"",
                        "SecRule GEO:COUNTRY_CODE \"@within AA BB\" \"t:none\"",
                        "SecRule REMOTE_ADDR \"@rbl dnsbl.example\" \"id:2,phase:1,pass,log\"")
                .geo(address ->
                        address.equals("192.0.2.7") ? java.util.Map.of("country_code", "BB") : java.util.Map.of())
                .blockList((list, address) -> list.equals("dnsbl.example") && address.equals("192.0.2.8"))
                .build();

        assertThat(Sent.ids(Sent.get("/").from("192.0.2.7").through(waf))).containsExactly(1L);
        assertThat(Sent.ids(Sent.get("/").from("192.0.2.8").through(waf))).containsExactly(2L);
        assertThat(Sent.ids(Sent.get("/").from("192.0.2.9").through(waf))).isEmpty();
    }

    @Test
    void loadsTheDirectivesOfTheRecommendedConfigurations() {
        Waf waf = Waf.builder().rules("modsecurity.conf", """
                        SecRuleEngine DetectionOnly
                        SecRequestBodyAccess On
                        SecRule REQUEST_HEADERS:Content-Type "^(?:application(?:/soap\\+|/)|text/)xml" \\
                             "id:'200000',phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=XML"
                        SecRule REQUEST_HEADERS:Content-Type "^application/json" \\
                             "id:'200001',phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
                        SecRequestBodyLimit 13107200
                        SecRequestBodyNoFilesLimit 131072
                        SecRequestBodyInMemoryLimit 131072
                        SecRequestBodyLimitAction Reject
                        SecRequestBodyJsonDepthLimit 512
                        SecArgumentsLimit 1000
                        SecRule &ARGS "@ge 1000" "id:'200007', phase:2,t:none,log,deny,status:400,severity:2"
                        SecRule REQBODY_ERROR "!@eq 0" "id:'200002', phase:2,t:none,log,deny,status:400,\\
                             msg:'Failed to parse request body.',logdata:'%{reqbody_error_msg}',severity:2"
                        SecRule MULTIPART_STRICT_ERROR "!@eq 0" "id:'200003',phase:2,t:none,log,deny,status:400,\\
                             msg:'PE %{REQBODY_PROCESSOR_ERROR}, BQ %{MULTIPART_BOUNDARY_QUOTED}, \\
                             BW %{MULTIPART_BOUNDARY_WHITESPACE}, DB %{MULTIPART_DATA_BEFORE}, \\
                             DA %{MULTIPART_DATA_AFTER}, HF %{MULTIPART_HEADER_FOLDING}, LF %{MULTIPART_LF_LINE}, \\
                             SM %{MULTIPART_MISSING_SEMICOLON}, IQ %{MULTIPART_INVALID_QUOTING}, \\
                             IP %{MULTIPART_INVALID_PART}, IH %{MULTIPART_INVALID_HEADER_FOLDING}, \\
                             FL %{MULTIPART_FILE_LIMIT_EXCEEDED}'"
                        SecRule MULTIPART_UNMATCHED_BOUNDARY "@eq 1" "id:'200004',phase:2,t:none,log,deny"
                        SecPcreMatchLimit 1000
                        SecPcreMatchLimitRecursion 1000
                        SecRule TX:/^MSC_/ "!@streq 0" "id:'200005',phase:2,t:none,deny,msg:'error: %{MATCHED_VAR_NAME}'"
                        SecResponseBodyAccess On
                        SecResponseBodyMimeType text/plain text/html text/xml
                        SecResponseBodyLimit 524288
                        SecResponseBodyLimitAction ProcessPartial
                        SecTmpDir /tmp/
                        SecDataDir /tmp/
                        SecUploadDir /opt/upload/
                        SecUploadKeepFiles RelevantOnly
                        SecUploadFileMode 0600
                        SecDebugLog /opt/debug.log
                        SecDebugLogLevel 3
                        SecAuditEngine RelevantOnly
                        SecAuditLogRelevantStatus "^(?:5|4(?!04))"
                        SecAuditLogParts ABIJDEFHZ
                        SecAuditLogType Serial
                        SecAuditLog /var/log/modsec_audit.log
                        SecAuditLogStorageDir /opt/audit/
                        SecAuditLogFormat Native
                        SecArgumentSeparator &
                        SecCookieFormat 0
                        SecUnicodeMapFile unicode.mapping 20127
                        SecStatusEngine Off
                        SecRxPreFilter Off
                        """).build();

        assertThat(waf.report().rules()).isEqualTo(7);
        assertThat(waf.report().waiting()).isEmpty();
    }
}
