package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.shape.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * What a check found.
 *
 * @param files how many policies were checked
 * @param errors all mistakes, in the order of the files
 * @param tests how many tests ran
 * @param failures those that failed
 */
public record CheckReport(int files, List<PolicyError> errors, int tests, List<Failure> failures) {
    /**
     * A test that failed.
     *
     * @param position where the test stands
     * @param name of the test
     * @param expected what was to happen
     * @param actual what happened
     */
    public record Failure(Position position, String name, String expected, String actual) {
        /** {@code orders.test.yaml:3:3: failed: NAME: expected 403, got allowed}. */
        @Override
        public String toString() {
            return position + ": failed: " + name + ": expected " + expected + ", got " + actual;
        }
    }

    /** Copies the lists. */
    public CheckReport {
        errors = List.copyOf(errors);
        failures = List.copyOf(failures);
    }

    /** Whether there is neither an error nor a failed test. */
    public boolean passed() {
        return errors.isEmpty() && failures.isEmpty();
    }

    /** Whether a file that was to be checked could not be read. */
    public boolean unreadable() {
        return errors.stream().anyMatch(error -> error.code().equals("unreadable-policy"));
    }

    /** One line an error, one a failed test, and last {@code N files, E errors, T tests, F failed}. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        errors.forEach(error -> lines.add(error.toString()));
        failures.forEach(failure -> lines.add(failure.toString()));
        lines.add(files + " files, " + errors.size() + " errors, " + tests + " tests, " + failures.size() + " failed");
        return lines;
    }
}
