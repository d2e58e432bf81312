package dev.portcullis.gateway.tls;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A server's engine whose protocols, suites and client authentication stay as they were configured, whatever the host sets
 * on it afterwards: each server has settings of its own for these, and one forgotten there would undo the policy. Only the
 * application protocols are the host's. Renegotiation is refused, which the JDK can do for the whole process alone.
 */
final class SealedEngine extends SSLEngine {
    private final SSLEngine engine;
    private final Handshakes handshakes;
    private boolean established;
    private boolean ended;

    SealedEngine(SSLEngine engine, Handshakes handshakes) {
        super(engine.getPeerHost(), engine.getPeerPort());
        this.engine = engine;
        this.handshakes = handshakes;
    }

    private SSLEngineResult judged(SSLEngineResult result) throws SSLException {
        if (!established && result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            established = true;
            handshakes.complete();
        } else if (established && renegotiates(result)) {
            engine.closeOutbound();
            throw new Renegotiation();
        }
        return result;
    }

    /** After the handshake, TLS 1.2 has nothing to shake but a new one; TLS 1.3 has tickets and key updates. */
    private boolean renegotiates(SSLEngineResult result) {
        HandshakeStatus status = result.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING
                && status != HandshakeStatus.FINISHED
                && result.getStatus() != Status.CLOSED
                && !engine.isInboundDone()
                && !engine.isOutboundDone()
                && !"TLSv1.3".equals(engine.getSession().getProtocol());
    }

    private SSLException counted(SSLException failure) {
        if (!ended && (!established || failure instanceof Renegotiation)) {
            ended = true;
            handshakes.failed(failure);
        }
        return failure;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) throws SSLException {
        try {
            return judged(engine.wrap(from, offset, length, to));
        } catch (SSLException e) {
            throw counted(e);
        }
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
        try {
            return judged(engine.unwrap(from, to, offset, length));
        } catch (SSLException e) {
            throw counted(e);
        }
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return engine.getDelegatedTask();
    }

    @Override
    public void closeInbound() throws SSLException {
        engine.closeInbound();
    }

    @Override
    public boolean isInboundDone() {
        return engine.isInboundDone();
    }

    @Override
    public void closeOutbound() {
        engine.closeOutbound();
    }

    @Override
    public boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        // sealed
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        // sealed
    }

    @Override
    public SSLSession getSession() {
        return engine.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return engine.getHandshakeSession();
    }

    @Override
    public void beginHandshake() throws SSLException {
        if (established) {
            throw new Renegotiation();
        }
        engine.beginHandshake();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return engine.getHandshakeStatus();
    }

    @Override
    public void setUseClientMode(boolean client) {
        if (client) {
            throw new IllegalArgumentException("this is the TLS of a server");
        }
    }

    @Override
    public boolean getUseClientMode() {
        return false;
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        // sealed
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        // sealed
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean enable) {
        engine.setEnableSessionCreation(enable);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine.getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters wanted) {
        SSLParameters own = engine.getSSLParameters();
        own.setApplicationProtocols(wanted.getApplicationProtocols());
        engine.setSSLParameters(own);
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return engine.getApplicationProtocol();
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        return engine.getHandshakeApplicationProtocol();
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(
            @Nullable BiFunction<SSLEngine, List<String>, String> selector) {
        engine.setHandshakeApplicationProtocolSelector(selector);
    }

    @Override
    public @Nullable BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return engine.getHandshakeApplicationProtocolSelector();
    }
}
