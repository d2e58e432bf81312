package dev.portcullis.gateway.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Lets two engines talk to each other in memory until both are done or one refuses. */
final class Handshake {
    private Handshake() {}

    /** Completes the handshake and carries one byte each way, so that TLS 1.3 tickets and late alerts arrive too. */
    static void between(SSLEngine client, SSLEngine server) throws SSLException {
        client.setUseClientMode(true);
        server.setUseClientMode(false);
        ByteBuffer toServer = ByteBuffer.allocate(1 << 18);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 18);
        ByteBuffer one = ByteBuffer.allocate(1);
        ByteBuffer seenByServer = ByteBuffer.allocate(1 << 17);
        ByteBuffer seenByClient = ByteBuffer.allocate(1 << 17);
        ByteBuffer fromServer = ByteBuffer.allocate(1);
        for (int i = 0; i < 200 && (seenByServer.position() == 0 || seenByClient.position() == 0); i++) {
            step(client, one, toServer, toClient, seenByClient);
            step(server, fromServer, toClient, toServer, seenByServer);
        }
        if (seenByServer.position() == 0 || seenByClient.position() == 0) {
            throw new SSLException("the handshake did not come to an end");
        }
    }

    private static void step(SSLEngine engine, ByteBuffer plain, ByteBuffer out, ByteBuffer in, ByteBuffer seen)
            throws SSLException {
        for (int i = 0; i < 50; i++) {
            run(engine);
            in.flip();
            SSLEngineResult read = engine.unwrap(in, seen);
            in.compact();
            run(engine);
            SSLEngineResult written = engine.wrap(plain, out);
            run(engine);
            if (read.bytesConsumed() == 0 && written.bytesProduced() == 0) {
                return;
            }
        }
    }

    private static void run(SSLEngine engine) {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        }
    }
}
