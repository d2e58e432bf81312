package dev.portcullis.auth.hostile;

/**
 * A request that must be refused, and why.
 *
 * @param name what it tries
 * @param target what it asks for
 * @param fields names and values
 * @param expected status and code
 */
@SuppressWarnings("ArrayRecordComponent") // sent as it is
record Hostile(String name, String target, String[] fields, String expected) {
    static Hostile token(String name, String token, String code) {
        return new Hostile(name, "/any", new String[] {"Authorization", "Bearer " + token}, "401 " + code);
    }

    static Hostile request(String name, String target, String expected, String... fields) {
        return new Hostile(name, target, fields, expected);
    }

    @Override
    public String toString() {
        return name;
    }
}
