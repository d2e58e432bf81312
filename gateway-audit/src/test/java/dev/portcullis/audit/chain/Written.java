package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes records from maps. */
final class Written {
    private Written() {}

    static String line(Chain chain, Map<String, ?> members) {
        LineBatch batch = new LineBatch();
        write(chain.begin(), members);
        chain.append(batch);
        return text(batch);
    }

    static String checkpoint(Chain chain, Map<String, ?> members, PrivateKey signingKey) {
        LineBatch batch = new LineBatch();
        write(chain.begin(), members);
        chain.checkpoint(batch, signingKey);
        return text(batch);
    }

    private static String text(LineBatch batch) {
        String line = new String(batch.line(0), UTF_8);
        return line.substring(0, line.length() - 1);
    }

    static void write(CanonicalRecord record, Map<String, ?> members) {
        new TreeMap<>(members).forEach((name, value) -> {
            if (value == null || value instanceof String) {
                record.text(name, (String) value);
            } else if (value instanceof Number number) {
                record.number(name, number);
            } else if (value instanceof Boolean flag) {
                record.flag(name, flag);
            } else if (value instanceof Map<?, ?> map) {
                record.object(name);
                @SuppressWarnings("unchecked") // maps of a test
                Map<String, ?> inner = (Map<String, ?>) map;
                write(record, inner);
                record.close();
            } else {
                record.list(name);
                for (Object item : (List<?>) value) {
                    if (item instanceof Long number) {
                        record.item(number.longValue());
                    } else {
                        record.item((String) item);
                    }
                }
                record.close();
            }
        });
    }
}
