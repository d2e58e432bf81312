package dev.portcullis.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTextTest {
    private static final Position HERE = new Position("t", 1);

    @Test
    void takesARuleApart() throws SyntaxException {
        RuleText rule = RuleText.of(new Directive(
                "secrule",
                List.of("ARGS|!ARGS:/a|b/|&TX:x", "!@within %{tx.list} ", "id:'200', t:none,chain,msg:'it\\'s, a'"),
                HERE));

        assertThat(rule.selectors())
                .containsExactly(
                        new Selector("ARGS", Selector.Kind.ALL, "", false, false),
                        new Selector("ARGS", Selector.Kind.PATTERN, "a|b", false, true),
                        new Selector("TX", Selector.Kind.KEY, "x", true, false));
        assertThat(rule.operator()).contains(new OperatorText(true, "within", "%{tx.list} "));
        assertThat(rule.actions())
                .containsExactly(
                        new ActionText("id", "200"),
                        new ActionText("t", "none"),
                        new ActionText("chain", ""),
                        new ActionText("msg", "it's, a"));
        assertThat(rule.isChained()).isTrue();
    }

    @Test
    void readsAPatternWithoutAnOperatorName() throws SyntaxException {
        assertThat(OperatorText.of("^a @b")).isEqualTo(new OperatorText(false, "rx", "^a @b"));
        assertThat(OperatorText.of("!^a")).isEqualTo(new OperatorText(true, "rx", "^a"));
        assertThat(OperatorText.of("! @eq  0")).isEqualTo(new OperatorText(true, "eq", " 0"));
        assertThat(OperatorText.of("@unconditionalMatch")).isEqualTo(new OperatorText(false, "unconditionalMatch", ""));
    }

    @Test
    void readsPathsQuotedPatternsAndKeysWithColons() throws SyntaxException {
        assertThat(Selector.list("XML:/*|XML://@*|&TX:'/A\\/B/'|REQUEST_HEADERS:a:b"))
                .containsExactly(
                        new Selector("XML", Selector.Kind.PATH, "/*", false, false),
                        new Selector("XML", Selector.Kind.PATH, "//@*", false, false),
                        new Selector("TX", Selector.Kind.PATTERN, "A\\/B", true, false),
                        new Selector("REQUEST_HEADERS", Selector.Kind.KEY, "a:b", false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ARGS|", "!", "ARGS:", "ARGS:/a", "TX:'a", "AR GS"})
    void refusesWhatIsNoVariable(String text) {
        assertThatThrownBy(() -> Selector.list(text)).isInstanceOf(SyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id:1,logdata:'a", "id:1,msg:'a,b", ":a", "msg:'a' b", "id:1,msg:'a'b"})
    void refusesWhatIsNoListOfActions(String text) {
        assertThatThrownBy(() -> ActionText.list(text)).isInstanceOf(SyntaxException.class);
    }

    @Test
    void takesMacrosApart() {
        assertThat(MacroText.of("a%{tx.b}%{REMOTE_ADDR}%{ARGS:x.y}c%{%{}").parts())
                .containsExactly(
                        new MacroText.Literal("a"),
                        new MacroText.Reference("tx", Optional.of("b")),
                        new MacroText.Reference("REMOTE_ADDR", Optional.empty()),
                        new MacroText.Reference("ARGS", Optional.of("x.y")),
                        new MacroText.Literal("c"),
                        new MacroText.Reference("%{", Optional.empty()));
        assertThat(MacroText.of("100%").isDynamic()).isFalse();
        assertThat(MacroText.of("").parts()).containsExactly(new MacroText.Literal(""));
        assertThat(MacroText.of("%{}a").isDynamic()).isFalse();
    }
}
