package dev.portcullis.gateway.policy.yaml;

import dev.portcullis.gateway.policy.shape.Errors;
import dev.portcullis.gateway.policy.shape.Node;
import dev.portcullis.gateway.policy.shape.Position;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * Reads one YAML 1.2 document, with the types of its JSON schema (YAML 1.2.2, section 10.2): {@code true} is a flag and
 * {@code yes} a text. A second document, a key that is written twice, a tag, and more bytes, depth or parts than a policy can
 * need are errors.
 */
public final class YamlReader {
    /** The most bytes of a document. */
    public static final int LIMIT = 4 * 1024 * 1024;

    private YamlReader() {}

    /**
     * Reads a document.
     *
     * @param file what error messages call it
     * @param content UTF-8
     * @param errors gets every mistake
     * @return the document; empty where it could not be read to its end
     */
    public static Optional<Node> read(String file, byte[] content, Errors errors) {
        if (content.length > LIMIT) {
            errors.add(new Position(file, 1, 1), "too-large", "the document has more than " + LIMIT + " bytes");
            return Optional.empty();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            errors.add(new Position(file, 1, 1), "yaml-syntax", "the document is not UTF-8");
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new JsonSchema())
                .setCodePointLimit(LIMIT)
                .setLabel(file)
                .build();
        try {
            return Optional.of(new NodeBuilder(file, errors, settings)
                    .document(new ParserImpl(settings, new StreamReader(settings, text))));
        } catch (NodeBuilder.Refused e) {
            errors.add(e.position(), e.code(), e.words());
        } catch (MarkedYamlEngineException e) {
            errors.add(position(file, e.getProblemMark()), "yaml-syntax", "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            errors.add(new Position(file, 1, 1), "yaml-syntax", "not YAML: " + firstLine(e));
        }
        return Optional.empty();
    }

    static Position position(String file, Optional<Mark> mark) {
        return mark.map(at -> new Position(file, at.getLine() + 1, at.getColumn() + 1))
                .orElse(new Position(file, 1, 1));
    }

    private static String firstLine(YamlEngineException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
