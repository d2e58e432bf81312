package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.shape.PolicyError;
import java.util.List;
import java.util.stream.Collectors;

/** A policy was refused; nothing of it is in force. */
public final class PolicyErrors extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyError> errors;

    /**
     * The refusal of a policy.
     *
     * @param errors all mistakes, by position; not empty
     */
    public PolicyErrors(List<PolicyError> errors) {
        super(errors.stream().map(PolicyError::toString).collect(Collectors.joining("\n")));
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("errors: a refusal has a reason");
        }
        this.errors = List.copyOf(errors);
    }

    /** All mistakes, by position. */
    public List<PolicyError> errors() {
        return errors;
    }
}
