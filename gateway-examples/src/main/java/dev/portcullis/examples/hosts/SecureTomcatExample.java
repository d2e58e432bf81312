package dev.portcullis.examples.hosts;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.servlet.GatewayFilter;
import dev.portcullis.gateway.tls.ServerTls;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** The gateway in Tomcat, over TLS both ways. */
public final class SecureTomcatExample {
    private SecureTomcatExample() {}

    /** Starts a server whose every request passes the gateway. */
    public static Tomcat start(Gateway gateway, ServerTls tls, Stock stock, int port, Path folder)
            throws LifecycleException {
        // readme: begin
        SSLHostConfig names = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(names, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setSslContext(new TomcatTls(tls.context()));
        names.addCertificate(certificate);
        Connector connector = new Connector();
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        connector.addSslHostConfig(names);
        // readme: end
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(port);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", folder.toString());
        context.addServletContainerInitializer(
                (classes, servlets) -> GatewayFilter.of(gateway).addTo(servlets), Set.of());
        Tomcat.addServlet(context, "stock", new StockServlet(stock)).addMapping("/");
        tomcat.start();
        return tomcat;
    }
}
