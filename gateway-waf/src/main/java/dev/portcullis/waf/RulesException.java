package dev.portcullis.waf;

import java.util.List;

/** Rules cannot be loaded. Lists every mistake, each with its file, line and reason. */
public final class RulesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<LoadReport.Problem> problems;

    RulesException(List<LoadReport.Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(List<LoadReport.Problem> problems) {
        StringBuilder text = new StringBuilder("the rules cannot be loaded");
        for (LoadReport.Problem problem : problems) {
            text.append('\n').append(problem);
        }
        return text.toString();
    }

    /** The mistakes, in the order of the rules. */
    public List<LoadReport.Problem> problems() {
        return problems;
    }
}
