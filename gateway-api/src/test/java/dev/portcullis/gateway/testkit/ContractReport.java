package dev.portcullis.gateway.testkit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
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
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Tally tally = tally(context);
        synchronized (tally) {
            tally.cases++;
            if (context.getExecutionException().isPresent()) {
                tally.failed++;
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Tally tally = tally(context);
        String host = context.getRequiredTestClass().getSimpleName();
        synchronized (tally) {
            List<String> deviations = deviations(context.getRequiredTestClass());
            System.out.println("host contract: " + host + ": " + tally.cases + " cases, " + tally.failed + " failed, "
                    + deviations.size() + " deviations");
            deviations.forEach(line -> System.out.println("host contract: " + host + ": deviation: " + line));
        }
    }

    static List<String> deviations(Class<?> test) {
        List<String> lines = new ArrayList<>();
        for (Class<?> type = test; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                Deviation deviation = method.getAnnotation(Deviation.class);
                if (deviation != null) {
                    lines.add(method.getName() + ": " + deviation.value());
                }
            }
        }
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    private static Tally tally(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(context.getRequiredTestClass(), key -> new Tally(), Tally.class);
    }
}
