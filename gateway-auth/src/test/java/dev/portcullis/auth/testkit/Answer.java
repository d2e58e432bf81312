package dev.portcullis.auth.testkit;

import dev.portcullis.gateway.Headers;
import java.util.List;

/**
 * What came back.
 *
 * @param status the status
 * @param headers the fields
 * @param code the code in the decision record that the answer's request id names; empty where nothing was refused
 */
public record Answer(int status, Headers headers, String code) {
    /** All lines of a field. */
    public List<String> all(String name) {
        return headers.all(name);
    }

    @Override
    public String toString() {
        return status + " " + code;
    }
}
