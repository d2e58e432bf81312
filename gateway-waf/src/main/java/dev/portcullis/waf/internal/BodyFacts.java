package dev.portcullis.waf.internal;

import dev.portcullis.waf.body.BodyInput;
import dev.portcullis.waf.body.BodyProcessor;
import dev.portcullis.waf.body.Bound;
import dev.portcullis.waf.body.MultipartFlag;
import java.util.Optional;

/** Fills the variables that the body of a request stands for. */
public final class BodyFacts extends ArgumentSink {
    private static final byte[] CONTENT_TYPE = Ascii.bytes("content-type");

    private long withoutFiles;
    private boolean parts;

    /** Fills the variables of this transaction. */
    public BodyFacts(Execution execution) {
        super(execution, Variable.ARGS_POST);
    }

    static BodyInput input(Settings settings, String contentType, boolean partial) {
        return new BodyInput(
                contentType,
                partial,
                settings.jsonDepthLimit(),
                settings.xmlDepthLimit(),
                settings.keysLimit(),
                settings.partsLimit(),
                settings.uploadFileLimit(),
                settings.argumentSeparator());
    }

    /** Marks a body as unreadable, wholly or in part. */
    static void error(Execution execution, String message) {
        Values values = execution.values();
        values.set(Variable.REQBODY_ERROR, 1);
        values.set(Variable.REQBODY_ERROR_MSG, Text.of(message));
        values.set(Variable.REQBODY_PROCESSOR_ERROR, 1);
        values.set(Variable.REQBODY_PROCESSOR_ERROR_MSG, Text.of(message));
    }

    /**
     * Reads a body, unless rules do not want to see it.
     *
     * @param more whether the body goes on beyond these bytes
     */
    public void read(byte[] body, int from, int to, boolean more) {
        Switches switches = execution.switches();
        if (!switches.requestBodyAccess()) {
            return;
        }
        int end = to;
        boolean partial = more;
        if (to - from > switches.requestBodyLimit()) {
            end = (int) (from + switches.requestBodyLimit());
            partial = true;
            values.set(Variable.INBOUND_DATA_ERROR, 1);
            if (execution.settings().rejectLargeRequestBody()) {
                execution.limit("waf.request_body", 413);
            }
        }
        values.set(Variable.REQUEST_BODY_LENGTH, end - from);
        Text read = slices.text(body, from, end);
        values.body(read);
        String processor = switches.processor();
        if (processor.equals("URLENCODED") || processor.equals("JSON") || switches.forceRequestBody()) {
            values.set(Variable.REQUEST_BODY, read);
        }
        Optional<BodyProcessor> reader = BodyProcessor.named(processor);
        if (from == end || reader.isEmpty() || execution.stop() != null) {
            return;
        }
        Entry type = values.find(Variable.REQUEST_HEADERS, CONTENT_TYPE);
        String contentType = type == null ? "" : type.latin1();
        parts = processor.equals("MULTIPART");
        reader.get().process(body, from, end, input(execution.settings(), contentType, partial), this);
        if (!parts) {
            withoutFiles = (long) end - from;
        }
        if (withoutFiles > execution.settings().requestBodyNoFilesLimit()) {
            values.set(Variable.INBOUND_DATA_ERROR, 1);
            error(execution, "the body without files is longer than SecRequestBodyNoFilesLimit allows");
            execution.limit("waf.request_body_no_files", 413);
        }
    }

    @Override
    public boolean argument(byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo) {
        withoutFiles += (long) nameTo - nameFrom + valueTo - valueFrom;
        if (parts) {
            values.add(Variable.MULTIPART_NAME, slices.text(name, nameFrom, nameTo), name, nameFrom, nameTo);
        }
        return super.argument(name, nameFrom, nameTo, value, valueFrom, valueTo);
    }

    @Override
    public void file(
            byte[] name,
            int nameFrom,
            int nameTo,
            byte[] fileName,
            int fileNameFrom,
            int fileNameTo,
            byte[] content,
            int contentFrom,
            int contentTo) {
        Text field = slices.text(name, nameFrom, nameTo);
        int size = contentTo - contentFrom;
        values.add(Variable.FILES, field, fileName, fileNameFrom, fileNameTo);
        values.add(Variable.MULTIPART_FILENAME, field, fileName, fileNameFrom, fileNameTo);
        values.add(Variable.MULTIPART_NAME, field, name, nameFrom, nameTo);
        values.add(Variable.FILES_SIZES, field, slices.digits(size));
        values.add(Variable.FILES_TMP_CONTENT, field, content, contentFrom, contentTo);
        values.set(Variable.FILES_COMBINED_SIZE, values.number(Variable.FILES_COMBINED_SIZE) + size);
    }

    @Override
    public void partHeader(byte[] part, int partFrom, int partTo, byte[] line, int lineFrom, int lineTo) {
        withoutFiles += lineTo - lineFrom;
        values.add(Variable.MULTIPART_PART_HEADERS, slices.text(part, partFrom, partTo), line, lineFrom, lineTo);
    }

    @Override
    public void flag(MultipartFlag flag) {
        switch (flag) {
            case BOUNDARY_QUOTED -> values.set(Variable.MULTIPART_BOUNDARY_QUOTED, 1);
            case BOUNDARY_WHITESPACE -> values.set(Variable.MULTIPART_BOUNDARY_WHITESPACE, 1);
            case CONTENT_TYPE_INVALID, INVALID_QUOTING -> values.set(Variable.MULTIPART_INVALID_QUOTING, 1);
            case DATA_BEFORE -> values.set(Variable.MULTIPART_DATA_BEFORE, 1);
            case DATA_AFTER -> values.set(Variable.MULTIPART_DATA_AFTER, 1);
            case HEADER_FOLDING -> values.set(Variable.MULTIPART_HEADER_FOLDING, 1);
            case INVALID_HEADER_FOLDING -> values.set(Variable.MULTIPART_INVALID_HEADER_FOLDING, 1);
            case CRLF_LINE -> {}
            case LF_LINE -> values.set(Variable.MULTIPART_LF_LINE, 1);
            case CRLF_LF_LINES -> values.set(Variable.MULTIPART_CRLF_LF_LINES, 1);
            case MISSING_SEMICOLON -> values.set(Variable.MULTIPART_MISSING_SEMICOLON, 1);
            case INVALID_PART -> values.set(Variable.MULTIPART_INVALID_PART, 1);
            case UNMATCHED_BOUNDARY -> values.set(Variable.MULTIPART_UNMATCHED_BOUNDARY, 1);
            case INCOMPLETE -> error("the multipart body ends before its last boundary");
            case FILE_LIMIT_EXCEEDED -> {
                values.set(Variable.MULTIPART_FILE_LIMIT_EXCEEDED, 1);
                execution.limit("waf.files", 413);
            }
        }
    }

    @Override
    public void xmlText(byte[] text, int from, int to) {
        values.add(Variable.XML, Text.EMPTY, text, from, to);
    }

    @Override
    public void xmlAttribute(byte[] value, int from, int to) {
        values.add(Variable.XML_ATTRIBUTES, Text.EMPTY, value, from, to);
    }

    @Override
    public void exceeded(Bound bound) {
        switch (bound) {
            case DEPTH -> execution.limit("waf.depth", 413);
            case PARTS -> execution.limit("waf.parts", 413);
            case KEYS -> execution.limit("waf.keys", 413);
            case NAMES -> execution.limit("waf.names", 413);
        }
    }

    @Override
    public void error(String message) {
        if (execution.switches().processor().equals("URLENCODED")) {
            values.set(Variable.URLENCODED_ERROR, 1);
        } else {
            error(execution, message);
        }
    }
}
