package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A refusal as a value: who reads it in a log learns the code and the detail, the client learns the reason's own words.
 *
 * @param reason decides the status and the words for the client
 * @param code stable and dotted, such as {@code jwt.expired}; for logs, audit and metrics, never sent to the client
 * @param logDetail one line for the operator; never leaves the process, carries no credential
 * @param headers fields to send with the answer, such as {@code WWW-Authenticate}, {@code Allow} or {@code Retry-After}
 * @param problem what the body says beyond the reason's own words (RFC 9457)
 * @param matches the rules that led to it, for audit only
 */
public record Rejection(
        Reason reason, String code, String logDetail, Headers headers, Problem problem, RuleMatches matches) {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    /** Checks that the code is dotted words. */
    public Rejection {
        requireNonNull(reason, "reason");
        requireNonNull(code, "code");
        requireNonNull(logDetail, "logDetail");
        requireNonNull(headers, "headers");
        requireNonNull(problem, "problem");
        requireNonNull(matches, "matches");
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException(
                    "code: dotted words of letters, digits, '-' and '_' expected, got " + code);
        }
    }

    /** A refusal whose body carries the reason's own words alone. */
    public Rejection(Reason reason, String code, String logDetail, Headers headers) {
        this(reason, code, logDetail, headers, Problem.NONE, RuleMatches.NONE);
    }

    /** A refusal to which no rule led. */
    public Rejection(Reason reason, String code, String logDetail, Headers headers, Problem problem) {
        this(reason, code, logDetail, headers, problem, RuleMatches.NONE);
    }

    /** A refusal without fields of its own. */
    public static Rejection of(Reason reason, String code, String logDetail) {
        return new Rejection(reason, code, logDetail, Headers.EMPTY, Problem.NONE);
    }

    /** This refusal with one more field. */
    public Rejection withHeader(String name, String value) {
        return new Rejection(reason, code, logDetail, headers.with(name, value), problem, matches);
    }

    /** This refusal with the given problem type and members. */
    public Rejection withProblem(Problem with) {
        return new Rejection(reason, code, logDetail, headers, with, matches);
    }

    /** This refusal with the rules that led to it. */
    public Rejection withMatches(RuleMatches with) {
        return new Rejection(reason, code, logDetail, headers, problem, with);
    }
}
