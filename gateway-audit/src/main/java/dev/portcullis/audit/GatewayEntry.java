package dev.portcullis.audit;

/**
 * An event of the gateway's own.
 *
 * @param event the event
 */
record GatewayEntry(AuditEvent event) implements Entry {
    @Override
    public int weight() {
        return 512;
    }
}
