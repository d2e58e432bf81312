package dev.portcullis.examples.hosts;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

/** A context that is initialised already, in Tomcat's own words for one: Tomcat takes no other. */
public final class TomcatTls implements org.apache.tomcat.util.net.SSLContext {
    private static final X509Certificate[] UNKNOWN = {};

    private final SSLContext context;

    /** The context of the gateway's TLS. */
    public TomcatTls(SSLContext context) {
        this.context = context;
    }

    @Override
    public void init(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
        // it has its own keys and trust, and replaces them itself
    }

    @Override
    public void destroy() {
        // it belongs to the policy
    }

    @Override
    public SSLSessionContext getServerSessionContext() {
        return context.getServerSessionContext();
    }

    @Override
    public SSLEngine createSSLEngine() {
        return context.createSSLEngine();
    }

    @Override
    public SSLServerSocketFactory getServerSocketFactory() {
        return context.getServerSocketFactory();
    }

    @Override
    public SSLParameters getSupportedSSLParameters() {
        return context.getSupportedSSLParameters();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return UNKNOWN.clone(); // for OCSP stapling and statistics alone
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return UNKNOWN.clone();
    }
}
