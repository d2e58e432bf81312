package dev.portcullis.waf.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * {@code XML}: the character data and the attributes, in the encoding that the document declares, handed on as UTF-8. A
 * document type declaration is a mistake and is passed over; an entity that needs one is never looked for. Character data
 * that a comment or a CDATA section splits is told as one.
 */
final class XmlBody implements BodyProcessor {
    /**
     * A new one for each document, since the platform's keeps the last reader and does not promise to serve two threads.
     * It is the platform's whatever the class path offers: its behaviour is what is tested here.
     */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
        return factory;
    }

    @Override
    public void process(byte[] body, int from, int to, BodyInput input, BodySink sink) {
        StringBuilder text = new StringBuilder();
        XMLStreamReader reader = null;
        String known = null;
        try {
            XmlEncoding encoding = XmlEncoding.of(body, from, to);
            CharBuffer characters = encoding.decode(body, from, to, input.partial());
            XmlProlog prolog = XmlProlog.blankTypes(
                    characters.array(),
                    characters.arrayOffset() + characters.position(),
                    characters.arrayOffset() + characters.limit());
            // Not from the bytes: the platform would write each one that is malformed to the error stream.
            reader = factory().createXMLStreamReader(new Characters(characters, input.partial()));
            known = prolog.hasType() ? "a document type declaration" : encoding.problem();
            String problem = prolog.isOpen() ? known : read(reader, input, sink, text, known);
            if (problem != null) {
                sink.error("XML parsing error: " + problem);
            }
        } catch (XMLStreamException e) {
            tell(text, sink);
            if (known != null || !(e.getNestedException() instanceof CutOff)) {
                sink.error("XML parsing error: " + (known == null ? problem(reader) : known));
            }
        } catch (TooMuch e) {
            tell(text, sink);
            sink.exceeded(e.bound);
            sink.error("XML parsing error: " + e.problem);
        } catch (RuntimeException e) {
            // The platform's reader fails so for some encodings and malformed declarations.
            tell(text, sink);
            sink.error("XML parsing error: " + problem(reader));
        }
    }

    private static @Nullable String read(
            XMLStreamReader reader, BodyInput input, BodySink sink, StringBuilder text, @Nullable String known)
            throws XMLStreamException, TooMuch {
        String problem = known;
        int depth = 0;
        int keys = 0;
        while (true) {
            switch (reader.getEventType()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    tell(text, sink);
                    if (++depth > input.xmlDepth()) {
                        throw new TooMuch(Bound.DEPTH, "nested deeper than " + input.xmlDepth());
                    }
                    keys += 1 + reader.getAttributeCount();
                    if (keys > input.keys()) {
                        throw new TooMuch(Bound.KEYS, "more elements and attributes than " + input.keys());
                    }
                    attributes(reader, sink);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    tell(text, sink);
                    depth--;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (depth > 0) {
                        text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                    }
                }
                case XMLStreamConstants.ENTITY_REFERENCE -> {
                    problem = problem == null ? "an entity that is not declared" : problem;
                    text.append('&').append(reader.getLocalName()).append(';');
                }
                default -> {}
            }
            if (!reader.hasNext()) {
                return problem;
            }
            reader.next();
        }
    }

    private static void attributes(XMLStreamReader reader, BodySink sink) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            boolean namespace = "xmlns".equals(reader.getAttributePrefix(i))
                    || reader.getAttributeLocalName(i).equals("xmlns");
            if (!namespace) {
                byte[] value = reader.getAttributeValue(i).getBytes(StandardCharsets.UTF_8);
                sink.xmlAttribute(value, 0, value.length);
            }
        }
    }

    private static void tell(StringBuilder text, BodySink sink) {
        if (!text.isEmpty()) {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            sink.xmlText(bytes, 0, bytes.length);
            text.setLength(0);
        }
    }

    /** The platform's messages quote the document, so only the place is told. */
    private static String problem(@Nullable XMLStreamReader reader) {
        Location location = reader == null ? null : reader.getLocation();
        return location == null
                ? "not well-formed"
                : "not well-formed at line " + location.getLineNumber() + ", column " + location.getColumnNumber();
    }

    private static final class TooMuch extends Exception {
        private final Bound bound;
        private final String problem;

        TooMuch(Bound bound, String problem) {
            super(problem, null, false, false);
            this.bound = bound;
            this.problem = problem;
        }
    }

    /** The body goes on beyond what there is of it. */
    private static final class CutOff extends IOException {
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final class Characters extends Reader {
        private final CharBuffer characters;
        private final boolean partial;

        private Characters(CharBuffer characters, boolean partial) {
            this.characters = characters;
            this.partial = partial;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int count = Math.min(length, characters.remaining());
            if (count == 0 && length > 0) {
                if (partial) {
                    throw new CutOff();
                }
                return -1;
            }
            characters.get(target, offset, count);
            return count;
        }

        @Override
        public void close() {}
    }
}
