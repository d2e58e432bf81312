/** The pipeline, its vocabulary, the policy language and one adapter for each HTTP server. */
@org.jspecify.annotations.NullMarked
module dev.portcullis.gateway {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires java.net.http;
    requires owasp.encoder;
    requires static jakarta.servlet;
    requires static io.netty.buffer;
    requires static io.netty.codec;
    requires static io.netty.codec.http;
    requires static io.netty.codec.http2;
    requires static io.netty.common;
    requires static io.netty.handler;
    requires static io.netty.transport;
    requires static micrometer.core;
    requires static jdk.httpserver;
    requires static org.snakeyaml.engine;
    requires static undertow.core;
    requires static xnio.api;

    uses dev.portcullis.gateway.policy.spi.EventBudgets;
    uses dev.portcullis.gateway.policy.spi.FilterProvider;

    provides dev.portcullis.gateway.policy.spi.FilterProvider with
            dev.portcullis.gateway.tls.policy.TlsProvider;

    exports dev.portcullis.gateway.host;
    exports dev.portcullis.gateway.hygiene;
    exports dev.portcullis.gateway.jdk;
    exports dev.portcullis.gateway.metrics;
    exports dev.portcullis.gateway.netty;
    exports dev.portcullis.gateway.policy.model;
    exports dev.portcullis.gateway.policy.shape;
    exports dev.portcullis.gateway.policy.spi;
    exports dev.portcullis.gateway.policy;
    exports dev.portcullis.gateway.proxy;
    exports dev.portcullis.gateway.render;
    exports dev.portcullis.gateway.servlet;
    exports dev.portcullis.gateway.tls;
    exports dev.portcullis.gateway.tls.policy;
    exports dev.portcullis.gateway.undertow;
    exports dev.portcullis.gateway;
}
