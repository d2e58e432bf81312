package dev.portcullis.examples.cli;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, by which operators ask a daemon to read its configuration again. The JDK offers signals only in a module that it
 * calls unsupported, so it is reached without being named at compile time; where it is missing there is no such signal.
 */
final class HangUp {
    private HangUp() {}

    static void onSignal(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object run = Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, (p, m, a) -> {
                if (m.getName().equals("handle")) {
                    action.run();
                }
                return null;
            });
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangUp, run);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // no such signal here: the file is followed all the same
        }
    }
}
