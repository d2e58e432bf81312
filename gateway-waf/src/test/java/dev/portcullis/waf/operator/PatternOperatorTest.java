package dev.portcullis.waf.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternOperatorTest {
    @Test
    void capturesTheMatchAndItsGroups() {
        Judge judge = new Judge();
        assertThat(judge.matches("rx", "(a+)(x)?(b)", "..aab..")).isTrue();
        assertThat(judge.captured).containsExactly("0=aab", "1=aa", "3=b");
    }

    @Test
    void readsDotAndAnchorsAsTheReferenceDoes() {
        assertThat(new Judge().matches("rx", "a.b", "a\nb")).isTrue();
        assertThat(new Judge().matches("rx", "^b$", "a\nb\nc")).isTrue();
    }

    @Test
    void capturesEveryMatchInTurn() {
        Judge judge = new Judge();
        assertThat(judge.matches("rxGlobal", "([a-z])(\\d)?", "a1b")).isTrue();
        assertThat(judge.captured).containsExactly("0=a1", "1=a", "2=1", "0=b", "1=b");
        judge.captured.clear();
        assertThat(judge.matches("rxGlobal", "x*", "ax")).isTrue();
        assertThat(judge.captured).containsExactly("0=", "0=x", "0=");
    }

    @Test
    void refusesWhatIsNoPattern() {
        assertThat(new Judge().refusal("rx", "a(b")).contains("pattern cannot be used");
        assertThat(new Judge().refusal("verifyCC", "[")).contains("pattern cannot be used");
        assertThat(new Judge().refusal("verifySSN", "")).contains("a pattern is needed");
    }

    @Test
    void saysThatTheBudgetRanOut() {
        Judge judge = new Judge();
        assertThat(judge.matches("rx", "^(a+)+(?!x)\\1y$", "a".repeat(60))).isFalse();
        assertThat(judge.exhausted).isTrue();
    }

    @Test
    void saysThatAMacroMadeNoPattern() {
        MacroOperator rx = ((Compiled.Ready<MacroOperator>)
                        Operators.compileMacro("rx", new OperatorOptions(f -> new byte[0], 1000)))
                .operator();
        Judge judge = new Judge();
        byte[] broken = Judge.bytes("(((");
        assertThat(rx.matches(broken, 0, 3, broken, 0, 3, judge)).isFalse();
        assertThat(judge.exhausted).isTrue();
        judge.exhausted = false;
        byte[] good = Judge.bytes("a.c");
        assertThat(rx.matches(Judge.bytes("xabc"), 0, 4, good, 0, 3, judge)).isTrue();
        assertThat(rx.matches(Judge.bytes("xacb"), 0, 4, good, 0, 3, judge)).isFalse();
        assertThat(judge.exhausted).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "verifyCPF, '\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}', cpf 529.982.247-25, true",
        "verifyCPF, '\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}', cpf 529.982.247-26, false",
        "verifyCPF, '\\d{11}', 11111111111, false",
        "verifySSN, '\\d{3}-?\\d{2}-?\\d{4}', ssn 123-45-6788, true",
        "verifySSN, '\\d{3}-?\\d{2}-?\\d{4}', ssn 123-45-6789, false",
        "verifySSN, '\\d{3}-?\\d{2}-?\\d{4}', ssn 666-45-6788, false",
        "verifySSN, '\\d{3}-?\\d{2}-?\\d{4}', ssn 000-45-6788, false",
        "verifySSN, '\\d{3}-?\\d{2}-?\\d{4}', ssn 123-00-6788, false",
        "verifySVNR, '\\d{4} ?\\d{6}', nr 1237 010180, true",
        "verifySVNR, '\\d{4} ?\\d{6}', nr 1238 010180, false",
        "verifyCC, '\\d{13,16}', x4111111111111111y, true",
        "verifyCC, '\\d{16}', x4111111111111112y, false",
    })
    void verifiesNumbers(String name, String pattern, String value, boolean matches) {
        assertThat(new Judge().matches(name, pattern, value)).isEqualTo(matches);
    }

    @Test
    void findsACardThatStartsInsideAnotherMatch() {
        Judge judge = new Judge();
        assertThat(judge.matches("verifyCC", "\\d{16}", "94111111111111111")).isTrue();
        assertThat(judge.captured).containsExactly("0=4111111111111111");
    }

    @Test
    @Timeout(20)
    void givesUpOnAValueMadeToBeTriedEverywhere() {
        Judge judge = new Judge();
        assertThat(judge.matches("verifyCC", ".*", "x".repeat(1 << 16))).isFalse();
        assertThat(judge.exhausted).isTrue();
    }

    @Test
    void matchesPathsWithVariables() {
        Judge judge = new Judge();
        assertThat(judge.matches("restpath", "/orders/{id}/a.b/{line}", "/orders/17/a.b/3"))
                .isTrue();
        assertThat(judge.captured).containsExactly("0=/orders/17/a.b/3", "1=17", "2=3");
        assertThat(judge.matches("restpath", "/orders/{id}/a.b/{line}", "/orders/17/axb/3"))
                .isFalse();
        assertThat(judge.refusal("restpath", "/orders/{id")).contains("closing brace");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fuzzyHash",
                "inspectFile",
                "gsbLookup",
                "rsub",
                "validateDTD",
                "validateSchema",
                "validateHash",
                "rot13"
            })
    void refusesWhatItCannotHonour(String name) {
        assertThat(new Judge().refusal(name, "x")).contains("@" + name);
        assertThat(Operators.compileMacro(name, new OperatorOptions(f -> new byte[0], 1000)))
                .isInstanceOf(Compiled.Refused.class);
    }
}
