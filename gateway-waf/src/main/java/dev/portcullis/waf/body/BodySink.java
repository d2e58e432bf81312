package dev.portcullis.waf.body;

/**
 * Takes what a processor finds. Names and values are slices {@code array[from, to)} of the body or of fresh arrays; the
 * sink keeps them, so nobody changes such an array afterwards.
 */
public interface BodySink {
    /**
     * An argument: a form field, a part without a file name, a JSON leaf (named {@code json.a.b} and
     * {@code json.a.array_0}).
     *
     * @return false if the sink takes no more arguments, and the processor should stop
     */
    boolean argument(byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo);

    /**
     * A file of a multipart body. One that came with two different names is told twice, the second time without content.
     *
     * @param name the name of the field
     * @param fileName the name that the client gave the file
     * @param content the bytes of the file
     */
    void file(
            byte[] name,
            int nameFrom,
            int nameTo,
            byte[] fileName,
            int fileNameFrom,
            int fileNameTo,
            byte[] content,
            int contentFrom,
            int contentTo);

    /**
     * A header line of a part, whole ({@code Content-Type: text/plain}), without its line end.
     *
     * @param part the field name of the part; empty if it has none
     */
    void partHeader(byte[] part, int partFrom, int partTo, byte[] line, int lineFrom, int lineTo);

    /** A property of a multipart body, the first time it shows. */
    void flag(MultipartFlag flag);

    /** A run of character data of an XML body, between two tags; white space alone is told too. */
    void xmlText(byte[] text, int from, int to);

    /** The value of an attribute of an XML body. */
    void xmlAttribute(byte[] value, int from, int to);

    /**
     * The body cannot be read, or not wholly. Rules see it as {@code REQBODY_ERROR} and {@code REQBODY_ERROR_MSG}.
     *
     * @param message what is wrong, without any of the body's bytes
     */
    void error(String message);

    /**
     * The body goes beyond a limit and is not read any further. The sink hears of it as {@link #error} too.
     *
     * @param bound which limit
     */
    default void exceeded(Bound bound) {}
}
