package dev.portcullis.gateway.testkit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Counts the cases that a host ran and prints them, and the deviations, at the end. */
public final class ContractReport implements AfterTestExecutionCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(ContractReport.class);

    private static final class Tally {
        private int cases;
        private int failed;
        private final List<String> deviations = new ArrayList<>();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Tally tally = tally(context);
        Method method = context.getRequiredTestMethod();
        synchronized (tally) {
            tally.cases++;
            if (context.getExecutionException().isPresent()) {
                tally.failed++;
            }
            Deviation deviation = method.getAnnotation(Deviation.class);
            String line = deviation == null ? "" : method.getName() + ": " + deviation.value();
            if (deviation != null && !tally.deviations.contains(line)) {
                tally.deviations.add(line);
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Tally tally = tally(context);
        String host = context.getRequiredTestClass().getSimpleName();
        synchronized (tally) {
            System.out.println("host contract: " + host + ": " + tally.cases + " cases, " + tally.failed + " failed, "
                    + tally.deviations.size() + " deviations");
            tally.deviations.forEach(line -> System.out.println("host contract: " + host + ": deviation: " + line));
        }
    }

    private static Tally tally(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(context.getRequiredTestClass(), key -> new Tally(), Tally.class);
    }
}
