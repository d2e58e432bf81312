package dev.portcullis.gateway.policy.shape;

import dev.portcullis.gateway.Cidr;
import dev.portcullis.gateway.IpAddress;
import dev.portcullis.gateway.PathTemplate;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes shapes. */
public final class Shapes {
    private static final int ITEMS = 10_000;
    private static final Shape<String> NAME =
            new TextShape("a name of letters, digits and . _ -", "[A-Za-z0-9][A-Za-z0-9._-]{0,127}", 128, List.of());

    private static final Shape<Object> ANY = new AnyShape();
    private static final Shape<Cidr> NETWORK = text(
                    "an address or a range such as 10.0.0.0/8", "[0-9A-Fa-f:.]{2,45}(?:/[0-9]{1,3})?", 49)
            .as("invalid-address", Cidr::parse);
    private static final Shape<InetAddress> ADDRESS =
            text("an address such as 10.0.0.1", "[0-9A-Fa-f:.]{2,45}", 45).as("invalid-address", IpAddress::parse);

    private static final String SEGMENT =
            "(?:[^/{}*?#;%\\\\\\u0000-\\u0020\\u007f]|%[0-9A-Fa-f]{2})+|\\{[A-Za-z_][A-Za-z0-9_-]*\\}";
    private static final Shape<PathTemplate> PATH = text(
                    "a path template such as /orders/{id} or /docs/**",
                    "(?:/(?:" + SEGMENT + "))+(?:/|/\\*\\*)?|/|/\\*\\*",
                    2048)
            .as("invalid-path", PathTemplate::parse);

    private Shapes() {}

    /** A text that is not empty, at most 1024 characters. */
    public static Shape<String> text() {
        return text("a text", "[\\s\\S]+", 1024);
    }

    /**
     * A text that matches a pattern as a whole.
     *
     * @param words what is expected, for error messages: {@code a token}
     * @param regex means the same in Java and in ECMA-262, and does not backtrack
     * @param longest the most characters
     */
    public static Shape<String> text(String words, String regex, int longest) {
        return text(words, regex, longest, List.of());
    }

    /** The same, with texts that are suggested where something like one of them is written. */
    public static Shape<String> text(String words, String regex, int longest, Collection<String> known) {
        return new TextShape(words, regex, longest, known);
    }

    /** A name: letters, digits, {@code . _ -}, at most 128 characters, a letter or digit first. */
    public static Shape<String> name() {
        return NAME;
    }

    /** The name of something that the document declares elsewhere, with {@link ListShape#declaring}. */
    public static Shape<String> reference(NameKind kind) {
        return new ReferenceShape(kind, NAME);
    }

    /** A whole number. */
    public static Shape<Long> number(long least, long most) {
        return new NumberShape(least, most);
    }

    /** A whole number that fits an {@code int}. */
    public static Shape<Integer> integer(int least, int most) {
        return new NumberShape(least, most).as("invalid", Math::toIntExact);
    }

    /** True or false. */
    public static Shape<Boolean> flag() {
        return new FlagShape();
    }

    /** A duration such as {@code 250ms 30s 5m 1h 7d}, positive. */
    public static Shape<Duration> duration() {
        return Quantities.duration("1ms", null);
    }

    /**
     * A duration of a range.
     *
     * @param least as a document would have it: {@code 0s}
     * @param most as a document would have it: {@code 5m}
     */
    public static Shape<Duration> duration(String least, String most) {
        return Quantities.duration(least, most);
    }

    /** A number of bytes such as {@code 512B 64KiB 1MiB 2GiB}, positive. */
    public static Shape<Long> size() {
        return Quantities.size("1B", null);
    }

    /**
     * A number of bytes of a range.
     *
     * @param least as a document would have it: {@code 1KiB}
     * @param most as a document would have it: {@code 1GiB}
     */
    public static Shape<Long> size(String least, String most) {
        return Quantities.size(least, most);
    }

    /** A range of addresses such as {@code 10.0.0.0/8}, or a single address. */
    public static Shape<Cidr> network() {
        return NETWORK;
    }

    /** A single address. */
    public static Shape<InetAddress> address() {
        return ADDRESS;
    }

    /** A path template such as <code>/orders/{id}</code> or {@code /docs/**}. */
    public static Shape<PathTemplate> pathTemplate() {
        return PATH;
    }

    /** A time of day such as {@code 08:00}. */
    public static Shape<LocalTime> timeOfDay() {
        return text("a time of day such as \"08:00\"", "(?:[01][0-9]|2[0-3]):[0-5][0-9]", 5)
                .as("invalid", LocalTime::parse);
    }

    /** A time zone by its IANA name. */
    public static Shape<ZoneId> zone() {
        return text("a time zone such as Europe/Berlin", "[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*", 64)
                .as("unknown-zone", Shapes::zoneOf);
    }

    /** A secret: {@code ${env:NAME}} or {@code ${file:PATH}}, never the secret itself. */
    public static Shape<Secret> secret() {
        return new SecretShape();
    }

    /**
     * An absolute URL without user and password.
     *
     * @param schemes the schemes it may have, such as {@code https}
     */
    public static Shape<URI> url(String... schemes) {
        return new UrlShape(List.of(schemes), false).as("invalid-url", url -> URI.create(url.text()));
    }

    /**
     * An absolute URL that may hold a user and a password, where a substitution brings them.
     *
     * @param schemes the schemes it may have, such as {@code rediss}
     */
    public static Shape<Secret> secretUrl(String... schemes) {
        return new UrlShape(List.of(schemes), true);
    }

    /** A file to read, at most {@link PolicyFile#LIMIT} bytes. */
    public static Shape<PolicyFile> file() {
        return new PathShape<>("the path of a file", PathShape::file);
    }

    /** A directory of files to read, each at most {@link PolicyFile#LIMIT} bytes. */
    public static Shape<PolicyDirectory> directory() {
        return new PathShape<>("the path of a directory", PathShape::directory);
    }

    /** The path of a file to write, absolute; nothing is read. */
    public static Shape<Path> output() {
        return new PathShape<>("the path of a file", (path, sources) -> path);
    }

    /** Whatever a document can hold: texts, numbers, flags, lists and maps of these. */
    public static Shape<Object> any() {
        return ANY;
    }

    /** One of some words, each of which stands for a value; in the order of the map. */
    public static <T> Shape<T> words(Map<String, T> meanings) {
        return new WordShape<>(meanings);
    }

    /** One of the constants of an enum, written in camel case: {@code INSPECT_PREFIX} is {@code inspectPrefix}. */
    @SafeVarargs
    public static <E extends Enum<E>> Shape<E> words(E... constants) {
        Map<String, E> meanings = new LinkedHashMap<>();
        for (E constant : constants) {
            meanings.put(camelCase(constant.name()), constant);
        }
        return new WordShape<>(meanings);
    }

    /** The one word that stands for a value; part of a {@link #choice}. */
    public static <T> Shape<T> word(String word, T meaning) {
        return new WordShape<>(Map.of(word, meaning));
    }

    /** A list of at most 10,000 items. */
    public static <T> ListShape<T> list(Shape<T> item) {
        return ListShape.of(item, ITEMS);
    }

    /** A list of at most {@code most} items. */
    public static <T> ListShape<T> list(Shape<T> item, int most) {
        return ListShape.of(item, most);
    }

    /** An object whose keys its author chooses. */
    public static <T> Shape<Map<String, T>> map(Shape<String> key, Shape<T> value) {
        return new MapShape<>(key, value, ITEMS);
    }

    /**
     * One of several shapes. Which one shows in the kind of the value, in a word, or in a required key that only one of them
     * has; two that do not differ so cannot be told apart.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // read only
    public static <T> Shape<T> choice(Shape<? extends T>... choices) {
        return new ChoiceShape<>(List.of(choices));
    }

    /**
     * An object that says by the text of one member which of several shapes it has; that member is part of each.
     *
     * @param member the member
     * @param noun what it names, for error messages: {@code filter}
     * @param shapes the shape of each
     */
    public static <T> Shape<T> tagged(String member, String noun, Map<String, Shape<T>> shapes) {
        return new TaggedShape<>(member, noun, shapes);
    }

    /**
     * An object with named members and no others.
     *
     * @param name unique among the objects of a document; it names the definition in the schema
     * @param describe describes the members, and says what to make of their values; an {@link IllegalArgumentException} of
     *     the latter is a mistake in the document, and its message is shown
     */
    public static <T> Shape<T> object(String name, Function<Members, Function<Values, T>> describe) {
        Members members = new Members();
        Function<Values, T> make = describe.apply(members);
        return members.shape(name, make);
    }

    private static ZoneId zoneOf(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "unknown time zone \"" + name + "\""
                            + Suggestion.didYouMean(name, ZoneRulesProvider.getAvailableZoneIds()),
                    e);
        }
    }

    private static String camelCase(String constant) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < constant.length(); i++) {
            char c = constant.charAt(i);
            if (c == '_') {
                continue;
            }
            boolean upper = i > 0 && constant.charAt(i - 1) == '_';
            word.append(upper ? c : Character.toLowerCase(c));
        }
        return word.toString();
    }
}
