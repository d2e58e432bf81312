package dev.portcullis.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UrlEncodedBodyTest {
    private static Told read(String body) {
        return Told.by("urlencoded", BodyInput.DEFAULT, body);
    }

    @Test
    void decodesNamesAndValuesOnce() {
        assertThat(read("a=1&b%3Dc=%2541+x&a=2").arguments).containsExactly("a=1", "b=c=%41 x", "a=2");
    }

    @Test
    void tellsEveryDuplicateAndArgumentsWithoutAValueOrAName() {
        Told told = read("id=1&id=2&flag&=x&&id=3&");
        assertThat(told.arguments).containsExactly("id=1", "id=2", "flag=", "=x", "id=3");
        assertThat(told.errors).isEmpty();
    }

    @Test
    void keepsWhatIsNoEscapeAndSaysSo() {
        Told told = read("a=100%&b=%zz&c=%4");
        assertThat(told.arguments).containsExactly("a=100%", "b=%zz", "c=%4");
        assertThat(told.errors).hasSize(1);
    }

    @Test
    void doesNotMindAnEscapeThatTheLimitCutOff() {
        BodyInput partial = new BodyInput("", true, 1, 1, Integer.MAX_VALUE, 1, 1, (byte) '&');
        assertThat(Told.by("URLENCODED", partial, "a=%4").errors).isEmpty();
        assertThat(Told.by("URLENCODED", partial, "a=%zz").errors).hasSize(1);
    }

    @Test
    void usesTheSeparatorOfTheRules() {
        BodyInput input = new BodyInput("", false, 1, 1, Integer.MAX_VALUE, 1, 1, (byte) ';');
        assertThat(Told.by("URLENCODED", input, "a=1&b;c=2").arguments).containsExactly("a=1&b", "c=2");
    }

    @Test
    void stopsWhenTheSinkHasEnough() {
        assertThat(Told.by("URLENCODED", BodyInput.DEFAULT, "a=1&b=2&c=3", 2).arguments)
                .containsExactly("a=1", "b=2");
    }

    @Test
    void namesOnlyTheProcessorsThereAre() {
        assertThat(BodyProcessor.named("RAW")).isPresent();
        assertThat(BodyProcessor.named("SOAP")).isEmpty();
        assertThat(Told.by("RAW", BodyInput.DEFAULT, "a=1").arguments).isEmpty();
    }
}
