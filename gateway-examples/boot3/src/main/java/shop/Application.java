package shop;

import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.servlet.GatewayFilter;
import jakarta.servlet.DispatcherType;
import java.nio.file.Path;
import java.util.EnumSet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application whose every request passes the gateway. */
@SpringBootApplication
@RestController
public class Application {
    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    // readme: begin
    @Bean
    LoadedPolicy policy(@Value("${portcullis.policy}") Path file) throws PolicyErrors {
        return Policy.load(file);
    }

    @Bean
    FilterRegistrationBean<GatewayFilter> portcullis(LoadedPolicy policy) {
        var registration = new FilterRegistrationBean<>(GatewayFilter.of(policy.gateway()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return registration;
    }
    // readme: end

    @GetMapping("/hello")
    String hello() {
        return "hello";
    }

    @GetMapping("/secret")
    String secret() {
        return "nobody sees this";
    }
}
