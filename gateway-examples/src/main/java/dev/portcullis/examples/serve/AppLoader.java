package dev.portcullis.examples.serve;

import java.beans.PropertyChangeListener;
import org.apache.catalina.Context;
import org.apache.catalina.Loader;
import org.jspecify.annotations.Nullable;

/** The class loader of this program for a context that is part of it, in place of one that Tomcat would end with it. */
final class AppLoader implements Loader {
    private @Nullable Context context;

    @Override
    public ClassLoader getClassLoader() {
        return AppLoader.class.getClassLoader();
    }

    @Override
    public @Nullable Context getContext() {
        return context;
    }

    @Override
    public void setContext(Context of) {
        context = of;
    }

    @Override
    public boolean getDelegate() {
        return true;
    }

    @Override
    public void setDelegate(boolean delegate) {
        // there is nobody to delegate to
    }

    @Override
    public void backgroundProcess() {
        // nothing changes
    }

    @Override
    public boolean modified() {
        return false;
    }

    @Override
    public void addPropertyChangeListener(PropertyChangeListener listener) {
        // nothing changes
    }

    @Override
    public void removePropertyChangeListener(PropertyChangeListener listener) {
        // nothing changes
    }
}
