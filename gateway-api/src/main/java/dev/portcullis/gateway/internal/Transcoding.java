package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Shows text of another charset as UTF-8. */
final class Transcoding {
    private Transcoding() {}

    /** The same text in UTF-8; a character that a truncated body cuts in two is left out. */
    static Body toUtf8(Body body, Charset charset) throws UndecodableBodyException {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate((int) Math.min(
                Integer.MAX_VALUE - 8, (long) Math.ceil(body.length() * (double) decoder.maxCharsPerByte()) + 1));
        ByteBuffer bytes = body.buffer();
        CoderResult result = decoder.decode(bytes, chars, !body.truncated());
        if (!result.isError() && !body.truncated()) {
            result = decoder.flush(chars);
        }
        if (result.isError()) {
            throw new UndecodableBodyException(
                    Reason.UNSUPPORTED_BODY, "body.charset", "the content is not in the declared charset");
        }
        byte[] utf8 = chars.flip().toString().getBytes(StandardCharsets.UTF_8);
        boolean cut = body.truncated();
        return Body.of(utf8, 0, utf8.length, cut, cut ? Headers.EMPTY : body.trailers());
    }
}
