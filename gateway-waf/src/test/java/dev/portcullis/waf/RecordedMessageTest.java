package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reader of records sees scores, and nothing that a client sent. */
class RecordedMessageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SQL injection | SQL injection | SQL injection
            Exceeded (Total Score: %{TX.BLOCKING_SCORE}) | Exceeded (Total Score: 15) | Exceeded (Total Score: 15)
            SQLI=%{tx.sql},XSS=%{tx.xss}: levels %{TX.PL1}, %{TX.PL2} | SQLI=5,XSS=0: levels 5, 0 | SQLI=5,XSS=0: levels 5, 0
            unset: (%{tx.none}) | unset: () | unset: ()
            Header is restricted (%{MATCHED_VAR}) | Header is restricted (s3cr3t) | Header is restricted ([redacted])
            Header is restricted (%{MATCHED_VAR}) | Header is restricted (1234) | Header is restricted ([redacted])
            Pollution (%{TX.1}) | Pollution (1234) | Pollution ([redacted])
            from %{tx.real_ip} - # %{tx.count} | from 10.0.0.1 - # 7 | from [redacted] - # 7
            number %{tx.card} | number 4111111111111111 | number [redacted]
            side by side %{tx.a}%{tx.b} | side by side 12 | side by side [redacted][redacted]
            another text %{tx.a} | that differs 12 | another text [redacted]
            open %{tx.a | open %{tx.a | open %{tx.a
            """)
    void expandsCountersAlone(String written, String expanded, String told) {
        assertThat(RecordedMessage.of(written, expanded)).isEqualTo(told);
    }
}
