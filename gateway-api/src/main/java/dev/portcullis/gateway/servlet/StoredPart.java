package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.Headers;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One part of a multipart request, in memory up to a threshold, in a temporary file beyond it. */
final class StoredPart implements Part {
    private final Headers fields;
    private final Disposition disposition;
    private final MultipartConfigElement bounds;
    private final Path directory;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream spill;
    private long size;
    private boolean kept;

    private StoredPart(Headers fields, Disposition disposition, MultipartConfigElement bounds, Path directory) {
        this.fields = fields;
        this.disposition = disposition;
        this.bounds = bounds;
        this.directory = directory;
    }

    static StoredPart of(Headers fields, MultipartConfigElement bounds, Path directory) throws ServletException {
        if (fields.count("Content-Disposition") != 1 || fields.contains("Content-Transfer-Encoding")) {
            throw MultipartReader.malformed("has a part whose head can be read in two ways");
        }
        String field = fields.value(fields.indexOf("Content-Disposition", 0));
        return new StoredPart(fields, Disposition.parse(field), bounds, directory);
    }

    void append(byte[] from, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        size += length;
        if (bounds.getMaxFileSize() >= 0 && size > bounds.getMaxFileSize()) {
            throw new IllegalStateException("a part is larger than " + bounds.getMaxFileSize() + " bytes");
        }
        if (spill == null && size > Math.max(bounds.getFileSizeThreshold(), 0)) {
            file = Files.createTempFile(directory, "part-", ".tmp"); // readable by the owner alone
            spill = Files.newOutputStream(file);
            memory.writeTo(spill);
            memory.reset();
        }
        if (spill == null) {
            memory.write(from, offset, length);
        } else {
            spill.write(from, offset, length);
        }
    }

    void close() throws IOException {
        if (spill != null) {
            spill.close();
        }
    }

    String text(Charset charset) throws IOException {
        return file == null ? memory.toString(charset) : Files.readString(file, charset);
    }

    /** Removes the temporary file, whatever the handler did with it. */
    void release() {
        try {
            close();
            delete();
        } catch (IOException e) {
            // the container's own directory is emptied with the context
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return file == null ? new ByteArrayInputStream(memory.toByteArray()) : Files.newInputStream(file);
    }

    @Override
    public @Nullable String getContentType() {
        return getHeader("Content-Type");
    }

    @Override
    public String getName() {
        return disposition.name();
    }

    @Override
    public @Nullable String getSubmittedFileName() {
        return disposition.fileName();
    }

    @Override
    public long getSize() {
        return size;
    }

    @Override
    public void write(String name) throws IOException {
        Path target = directory.resolve(name);
        if (file == null) {
            Files.write(target, memory.toByteArray());
        } else {
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
            file = target;
            kept = true;
        }
    }

    @Override
    public void delete() throws IOException {
        memory.reset();
        if (file != null && !kept) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public @Nullable String getHeader(String name) {
        int at = fields.indexOf(name, 0);
        return at < 0 ? null : fields.value(at);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return fields.all(name);
    }

    @Override
    public Collection<String> getHeaderNames() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            names.add(fields.name(i));
        }
        return names;
    }
}
