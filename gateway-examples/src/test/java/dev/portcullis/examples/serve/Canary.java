package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A secret that says where it was planted, so that what leaks tells from where. */
final class Canary {
    private static final String SONG = "cAn4ryS3cr3t";

    private Canary() {}

    /** The secret of one place; letters and digits alone, so that no encoding for the web changes it. */
    static String in(String place) {
        return SONG + place;
    }

    /** That no line has a secret of any place, nor a part of a Base64 text of one. */
    static void assertSilent(String where, String text) {
        List<String> songs = inBase64();
        String leaks = text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains(SONG.toLowerCase(Locale.ROOT))
                        || songs.stream().anyMatch(line::contains))
                .collect(Collectors.joining("\n"));
        assertThat(leaks).as(where).isEmpty();
    }

    /** What surely comes of it in the middle of something, at each of the three alignments. */
    private static List<String> inBase64() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        String aligned = base64.encodeToString(SONG.getBytes(UTF_8));
        String byOne = base64.encodeToString(("-" + SONG).getBytes(UTF_8));
        String byTwo = base64.encodeToString(("--" + SONG).getBytes(UTF_8));
        return List.of(aligned, byOne.substring(2, 16), byTwo.substring(3, 16));
    }
}
