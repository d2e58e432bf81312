package dev.portcullis.auth.hostile;

/**
 * A request that must be refused, and why.
 *
 * @param about the class of attack, and where a library fell for it
 * @param name what it tries
 * @param target what it asks for
 * @param fields names and values
 * @param expected status and code
 */
@SuppressWarnings("ArrayRecordComponent") // sent as it is
record Hostile(String about, String name, String target, String[] fields, String expected) {
    static Hostile token(String about, String name, String token, String code) {
        return new Hostile(about, name, "/any", new String[] {"Authorization", "Bearer " + token}, "401 " + code);
    }

    static Hostile request(String about, String name, String target, String expected, String... fields) {
        return new Hostile(about, name, target, fields, expected);
    }

    @Override
    public String toString() {
        return name;
    }
}
