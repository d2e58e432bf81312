package dev.portcullis.waf.body;

/** {@code GRAPHQL}, for {@code application/graphql}: the body is a document, and is told as the argument {@code query}. */
final class GraphQlBody implements BodyProcessor {
    private static final byte[] NAME = {'q', 'u', 'e', 'r', 'y'};

    @Override
    public void process(byte[] body, int from, int to, BodyInput input, BodySink sink) {
        sink.argument(NAME, 0, NAME.length, body, from, to);
    }
}
