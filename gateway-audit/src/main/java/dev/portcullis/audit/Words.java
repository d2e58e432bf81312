package dev.portcullis.audit;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The constants of an enum as records write them, each one text that is made once. */
final class Words {
    private Words() {}

    static <E extends Enum<E>> Map<E, String> of(Class<E> type) {
        Map<E, String> words = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            words.put(constant, constant.name().toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
