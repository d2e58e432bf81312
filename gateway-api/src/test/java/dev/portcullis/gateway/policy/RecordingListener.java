package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told: {@code active NAME@VERSION} or {@code refused CODE}. */
final class RecordingListener implements PolicyListener {
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void active(Metadata policy) {
        events.add("active " + policy);
    }

    @Override
    public void refused(List<PolicyError> errors) {
        events.add("refused " + errors.get(0).code());
    }
}
