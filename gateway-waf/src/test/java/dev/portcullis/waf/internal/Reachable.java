package dev.portcullis.waf.internal;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** All objects of this project, and all bytes and strings, that an object leads to. */
public final class Reachable {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();
    private final StringBuilder texts = new StringBuilder();

    private Reachable() {}

    /** The bytes and strings that idle executions of a program lead to, the program itself left out, joined by line feeds. */
    public static String textsOfIdle(Program program) {
        Reachable reachable = new Reachable();
        reachable.seen.add(program);
        reachable.seen.add(program.settings);
        program.idle.forEach(reachable.open::add);
        while (!reachable.open.isEmpty()) {
            Object next = reachable.open.poll();
            if (reachable.seen.add(next)) {
                reachable.visit(next);
            }
        }
        return reachable.texts.toString();
    }

    private void visit(Object object) {
        if (object instanceof byte[] bytes) {
            texts.append(new String(bytes, StandardCharsets.ISO_8859_1)).append('\n');
        } else if (object instanceof String text) {
            texts.append(text).append('\n');
        } else if (object.getClass().isArray()) {
            if (!object.getClass().getComponentType().isPrimitive()) {
                for (int i = 0; i < Array.getLength(object); i++) {
                    add(Array.get(object, i));
                }
            }
        } else if (object instanceof Iterable<?> all) {
            all.forEach(this::add);
        } else if (object instanceof Map<?, ?> all) {
            all.forEach((key, value) -> {
                add(key);
                add(value);
            });
        } else if (!(object instanceof Enum<?>) && object.getClass().getName().startsWith("dev.portcullis.")) {
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                fields(object, type);
            }
        }
    }

    private void fields(Object object, Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                try {
                    add(field.get(object));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private void add(Object object) {
        if (object != null) {
            open.add(object);
        }
    }
}
