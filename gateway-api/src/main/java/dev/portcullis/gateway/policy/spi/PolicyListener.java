package dev.portcullis.gateway.policy.spi;

import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.shape.PolicyError;
import java.util.List;

/** Is told what becomes of policies. Called on the thread that loads them; what it throws is logged and dropped. */
public interface PolicyListener {
    /** A policy became active: all exchanges from now on are its. */
    default void active(Metadata policy) {}

    /**
     * A policy became active.
     *
     * @param conditions what its providers report as changing by itself
     */
    default void active(Metadata policy, List<Condition> conditions) {
        active(policy);
    }

    /**
     * A candidate was refused; the policy before stays active.
     *
     * @param errors all mistakes, never empty
     */
    default void refused(List<PolicyError> errors) {}
}
