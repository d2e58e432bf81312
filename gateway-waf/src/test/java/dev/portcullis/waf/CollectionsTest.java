package dev.portcullis.waf;

import static dev.portcullis.waf.Sent.ids;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CollectionsTest {
    private final AtomicLong nanos = new AtomicLong();

    private Waf waf(String... lines) {
        return Sent.builder(lines).nanoTime(nanos::get).build();
    }

    private void pass(long seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
    }

    @Test
    void countsAcrossTransactionsForEachKey() {
        Waf waf = waf(
                "SecAction \"id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR},setvar:ip.seen=+1\"",
                "SecRule IP:SEEN \"@ge 3\" \"id:2,phase:1,deny,log,msg:'%{ip.seen}'\"");

        Sent first = Sent.get("/").from("192.0.2.1");
        assertThat(first.through(waf).interruption()).isEmpty();
        assertThat(first.through(waf).interruption()).isEmpty();
        assertThat(Sent.get("/").from("192.0.2.2").through(waf).interruption()).isEmpty();
        assertThat(first.through(waf).matches().get(0).message()).isEqualTo("3");
    }

    @Test
    void forgetsAVariableWhenItsTimeIsOver() {
        Waf waf = waf(
                "SecAction \"id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}\"",
                "SecRule IP:block \"@eq 1\" \"id:2,phase:1,deny,log\"",
                "SecRule REQUEST_URI \"@streq /bad\" \"id:3,phase:1,pass,nolog,setvar:ip.block=1,expirevar:ip.block=60\"");

        assertThat(Sent.get("/bad").through(waf).interruption()).isEmpty();
        assertThat(Sent.get("/").through(waf).interruption()).isPresent();
        pass(59);
        assertThat(Sent.get("/").through(waf).interruption()).isPresent();
        pass(1);
        assertThat(Sent.get("/").through(waf).interruption()).isEmpty();
    }

    @Test
    void forgetsARecordThatWasNotChangedForItsTimeout() {
        Waf waf = waf(
                "SecCollectionTimeout 600",
                "SecAction \"id:1,phase:1,pass,nolog,initcol:global=all\"",
                "SecRule &GLOBAL:seen \"@eq 1\" \"id:2,phase:1,pass,log\"",
                "SecAction \"id:3,phase:1,pass,nolog,setvar:global.seen=1\"");

        assertThat(ids(Sent.get("/").through(waf))).isEmpty();
        pass(599);
        assertThat(ids(Sent.get("/").through(waf))).containsExactly(2L);
        pass(601);
        assertThat(ids(Sent.get("/").through(waf))).isEmpty();
    }

    @Test
    void opensSessionsAndUsersByTheirIds() {
        Waf waf = waf(
                "SecRule REQUEST_COOKIES:sid \"@rx .\" \"id:1,phase:1,pass,nolog,setsid:%{MATCHED_VAR},setuid:jane\"",
                "SecRule SESSION:n \"@ge 1\" \"id:2,phase:1,pass,log,msg:'%{SESSIONID} %{USERID} %{user.n}'\"",
                "SecAction \"id:3,phase:1,pass,nolog,setvar:session.n=+1,setvar:user.n=+10\"");

        Sent sent = Sent.get("/").header("Cookie", "a=b; sid=s1");
        sent.through(waf);
        assertThat(ids(Sent.get("/").header("Cookie", "sid=s2").through(waf))).isEmpty();
        assertThat(sent.through(waf).matches().get(0).message()).isEqualTo("s1 jane 20");
    }

    @Test
    void removesVariablesAndIgnoresCollectionsThatAreNotOpen() {
        Waf waf = waf(
                "SecRule REQUEST_URI \"@streq /open\" \"id:1,phase:1,pass,nolog,initcol:ip=x,setvar:ip.a=1,setvar:!ip.a\"",
                "SecAction \"id:2,phase:1,pass,nolog,setvar:ip.b=2\"",
                "SecRule &IP:a \"@eq 1\" \"id:3,phase:1,pass,log\"",
                "SecRule IP:b \"@eq 2\" \"id:4,phase:1,pass,log\"");

        assertThat(ids(Sent.get("/").through(waf))).isEmpty();
        assertThat(ids(Sent.get("/open").through(waf))).containsExactly(4L);
    }
}
