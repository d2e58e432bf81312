package dev.portcullis.examples.hosts;

import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.servlet.GatewayFilter;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The gateway in a web application, for a container that finds its classes or reads their names in web.xml. */
// readme: begin
@WebListener
public final class GatewayListener implements ServletContextListener {
    private @Nullable LoadedPolicy policy;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        String file = event.getServletContext().getInitParameter("portcullis.policy");
        try {
            LoadedPolicy loaded = Policy.load(Path.of(file));
            GatewayFilter.of(loaded.gateway()).addTo(event.getServletContext());
            policy = loaded;
        } catch (PolicyErrors e) {
            throw new IllegalStateException(e); // the application does not start
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (policy != null) {
            policy.close();
        }
    }
}
// readme: end
