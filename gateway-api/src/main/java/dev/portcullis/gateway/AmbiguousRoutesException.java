package dev.portcullis.gateway;

/** Two routes match the same requests equally well, so neither can be said to win. */
public final class AmbiguousRoutesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String firstId;
    private final String secondId;

    AmbiguousRoutesException(Route first, Route second) {
        super("the routes " + first.id() + " (" + first.path() + ") and " + second.id() + " (" + second.path()
                + ") match the same requests equally well; give one of them another host, path, method or header"
                + " condition");
        firstId = first.id();
        secondId = second.id();
    }

    /** The id of the route that came first. */
    public String firstId() {
        return firstId;
    }

    /** The id of the route that came second. */
    public String secondId() {
        return secondId;
    }
}
