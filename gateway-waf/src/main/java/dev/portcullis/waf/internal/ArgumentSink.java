package dev.portcullis.waf.internal;

import dev.portcullis.waf.body.BodySink;
import dev.portcullis.waf.body.MultipartFlag;

/** Takes arguments into a variable, as many as the rules allow, and marks what cannot be read. */
class ArgumentSink implements BodySink {
    final Execution execution;
    final Values values;
    final Slices slices;
    private final Variable arguments;
    private final GraphQlArguments documents;

    ArgumentSink(Execution execution, Variable arguments) {
        this.execution = execution;
        this.values = execution.values();
        this.slices = execution.slices();
        this.arguments = arguments;
        documents = new GraphQlArguments(execution, arguments);
    }

    @Override
    public boolean argument(byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo) {
        if (execution.countArgument()) {
            values.add(arguments, slices.text(name, nameFrom, nameTo), value, valueFrom, valueTo);
            return !GraphQlArguments.isDocument(name, nameFrom, nameTo) || documents.read(value, valueFrom, valueTo);
        }
        BodyFacts.error(execution, "there are more arguments than SecArgumentsLimit allows");
        execution.limit("waf.arguments", 413);
        return false;
    }

    @Override
    public void error(String message) {
        values.set(Variable.URLENCODED_ERROR, 1);
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
            int contentTo) {}

    @Override
    public void partHeader(byte[] part, int partFrom, int partTo, byte[] line, int lineFrom, int lineTo) {}

    @Override
    public void flag(MultipartFlag flag) {}

    @Override
    public void xmlText(byte[] text, int from, int to) {}

    @Override
    public void xmlAttribute(byte[] value, int from, int to) {}
}
