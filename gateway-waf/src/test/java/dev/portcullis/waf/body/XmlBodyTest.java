package dev.portcullis.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlBodyTest {
    private static final BodyInput PARTIAL = new BodyInput("", true, 8, 8, Integer.MAX_VALUE, 8, 8, (byte) '&');

    private static Told read(String body) {
        return Told.by("XML", BodyInput.DEFAULT, body);
    }

    @Test
    void tellsTextsAndAttributes() {
        Told told =
                read("<?xml version=\"1.0\"?><!-- c --><a x='1' xmlns:n='urn:x'> t <n:b y=\"&lt;2&gt;\">u</n:b></a>");
        assertThat(told.texts).containsExactly(" t ", "u");
        assertThat(told.attributes).containsExactly("1", "<2>");
        assertThat(told.errors).isEmpty();
    }

    @Test
    void joinsWhatCommentsAndSectionsSplit() {
        assertThat(read("<a>un<!-- x -->ion<![CDATA[ <sel]]>ect&#x20;<?pi x?>1</a>").texts)
                .containsExactly("union <select 1");
    }

    @Test
    void flagsADocumentTypeAndResolvesNoEntity() {
        Told told = read("<!DOCTYPE a [<!ENTITY e \"expanded\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]><a>x</a>");
        assertThat(told.errors.get(0)).contains("document type");
        assertThat(told.texts).containsExactly("x");
        Told entity =
                read("<!DOCTYPE a [<!ENTITY e \"expanded\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]><a>x&e;&f;</a>");
        assertThat(entity.errors).hasSize(1);
        assertThat(String.join("", entity.texts)).doesNotContain("expanded").doesNotContain("root:");
    }

    @Test
    @Timeout(10)
    void doesNotExpandEntitiesThatMultiply() {
        StringBuilder body = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 \"xxxxxxxxxx\">");
        for (int i = 1; i < 12; i++) {
            body.append("<!ENTITY e")
                    .append(i)
                    .append(" \"")
                    .append(("&e" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        Told told = read(body.append("]><a>&e11;</a>").toString());
        assertThat(told.errors).hasSize(1);
        assertThat(told.bytes).isLessThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "IBM037", "ISO-8859-1", "UTF-8"})
    void readsTheEncodingThatTheDocumentDeclares(String encoding) {
        String declared = encoding.startsWith("UTF-16") ? "UTF-16" : encoding;
        String document = "<?xml version=\"1.0\" encoding=\"" + declared + "\"?><a b=\"\u00e9\">1 union select</a>";
        String text = encoding.equals("UTF-16LE") ? "\ufeff" + document : document;
        Told told = Told.by("XML", BodyInput.DEFAULT, text.getBytes(Charset.forName(encoding)), 10);
        assertThat(told.texts).containsExactly("1 union select");
        assertThat(told.attributes).containsExactly("\u00c3\u00a9");
        assertThat(told.errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<a>",
                "<a></b>",
                "<a b=c/>",
                "<a b='1' b='2'/>",
                "<a>&x;</a>",
                "<a>&#0;</a>",
                "<a><b></a></b>",
                "<a/><b/>",
                "<a>\0</a>",
                "<?xml version='1.0' encoding='nonsense'?><a/>",
                "<a>\u00ff\u00ff</a>"
            })
    void saysWhatIsNoXml(String body) {
        Told told = read(body);
        assertThat(told.errors).hasSize(1);
        assertThat(told.errors.get(0)).startsWith("XML parsing error: ").doesNotContain("nonsense");
    }

    @Test
    void keepsWhatWasToldBeforeTheMistake() {
        assertThat(read("<a x='<'>").attributes).isEmpty();
        Told told = read("<a><b>1 union select</b><c d='2'>3</d></a>");
        assertThat(told.texts).containsExactly("1 union select", "3");
        assertThat(told.attributes).containsExactly("2");
    }

    @Test
    void readsABodyThatTheLimitCutOffAsFarAsItGoes() {
        Told told = Told.by("XML", PARTIAL, "<a><b x='1'>one</b><c>two thr");
        assertThat(told.errors).isEmpty();
        assertThat(told.texts).contains("one");
        assertThat(told.attributes).containsExactly("1");
        assertThat(Told.by("XML", PARTIAL, "<a></b>" + " ".repeat(100)).errors).hasSize(1);
    }

    @Test
    void refusesToGoDeeperThanAllowed() {
        BodyInput input = new BodyInput("", false, 1, 3, Integer.MAX_VALUE, 1, 1, (byte) '&');
        assertThat(Told.by("XML", input, "<a><b><c>1</c></b></a>").errors).isEmpty();
        Told told = Told.by("XML", input, "<a><b>0<c><d>1</d></c></b></a>");
        assertThat(told.texts).containsExactly("0");
        assertThat(told.errors.get(0)).contains("deeper than 3");
    }

    @Test
    @Timeout(30)
    void readsALargeDocument() {
        byte[] body = ("<a>" + "<b c='1'>x</b>".repeat(70_000) + "</a>").getBytes(StandardCharsets.US_ASCII);
        Told told = Told.by("XML", BodyInput.DEFAULT, body, 10);
        assertThat(told.texts).hasSize(70_000);
        assertThat(told.attributes).hasSize(70_000);
    }
}
