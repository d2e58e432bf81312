package dev.portcullis.waf.body;

/**
 * {@code MULTIPART}: {@code multipart/form-data} (RFC 7578). It reads as strictly as ModSecurity does, and raises a flag
 * wherever parsers are known to disagree; what it cannot read for sure is a mistake.
 */
final class MultipartBody implements BodyProcessor {
    @Override
    public void process(byte[] body, int from, int to, BodyInput input, BodySink sink) {
        Boundary boundary = Boundary.of(input.contentType(), sink);
        if (boundary == null) {
            return;
        }
        String problem = new MultipartReader(body, from, to, boundary, input, sink).read();
        if (problem != null) {
            sink.error("Multipart parsing error: " + problem);
        }
    }
}
