package dev.portcullis.gateway.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parameters and the parts of a request whose content was collected: parsed from the bytes that were inspected, since
 * the container's own stream is empty. Where only a prefix was inspected, the rest is read behind it.
 */
final class RequestParts {
    private static final int MOST_FORM = 2 << 20;
    private static final MultipartConfigElement BOUNDS = new MultipartConfigElement("", 10 << 20, 50 << 20, 64 << 10);
    private static final String JETTY_BOUNDS = "org.eclipse.jetty.multipartConfig";

    private final GatewayRequest request;
    private final CollectedBody body;
    private @Nullable Parameters parameters;
    private @Nullable List<StoredPart> parts;

    RequestParts(GatewayRequest request, CollectedBody body) {
        this.request = request;
        this.body = body;
    }

    /**
     * The parameters of the query and of the content.
     *
     * @throws IllegalStateException if the content cannot be read as what its type says
     */
    Parameters parameters() {
        Parameters parsed = parameters;
        if (parsed == null) {
            parsed = new Parameters();
            String query = request.getQueryString();
            if (query != null) {
                byte[] bytes = query.getBytes(ISO_8859_1);
                parsed.addForm(bytes, bytes.length, UTF_8);
            }
            try {
                addContent(parsed);
            } catch (IOException | ServletException e) {
                throw new IllegalStateException("the parameters in the content cannot be read", e);
            }
            parameters = parsed;
        }
        return parsed;
    }

    private void addContent(Parameters into) throws IOException, ServletException {
        if (isCoded()) {
            return;
        }
        if (isType("application/x-www-form-urlencoded")) {
            byte[] content = body.isWhole() ? body.collected() : rest();
            into.addForm(content, content.length, charset());
        } else if (isMultipart() && (body.isWhole() || parts != null || hasOwnBounds())) {
            for (Part part : parts()) {
                if (part.getSubmittedFileName() == null) {
                    into.add(part.getName(), ((StoredPart) part).text(charset()));
                }
            }
        }
    }

    private byte[] rest() throws IOException {
        byte[] content = body.stream().readNBytes(MOST_FORM + 1);
        if (content.length > MOST_FORM) {
            throw new IllegalStateException("the form is longer than " + MOST_FORM + " bytes");
        }
        return content;
    }

    /**
     * The parts of multipart content.
     *
     * @throws ServletException if the content is not multipart/form-data, or not well-formed
     * @throws IllegalStateException if it exceeds the bounds
     */
    Collection<Part> parts() throws IOException, ServletException {
        List<StoredPart> parsed = parts;
        if (parsed == null) {
            String type = request.getContentType();
            if (type == null || !isMultipart() || isCoded()) {
                throw new ServletException("the content is not multipart/form-data");
            }
            parsed = MultipartReader.read(
                    body.isWhole() ? new java.io.ByteArrayInputStream(body.collected()) : body.stream(),
                    type,
                    bounds(),
                    directory());
            parts = parsed;
        }
        return List.copyOf(parsed);
    }

    /** Removes temporary files. */
    void release() {
        if (parts != null) {
            parts.forEach(StoredPart::release);
        }
    }

    private boolean hasOwnBounds() {
        return request.getAttribute(JETTY_BOUNDS) instanceof MultipartConfigElement
                || request.crossing().filter().multipart() != null;
    }

    private MultipartConfigElement bounds() {
        if (request.getAttribute(JETTY_BOUNDS) instanceof MultipartConfigElement servlet) {
            return servlet;
        }
        MultipartConfigElement own = request.crossing().filter().multipart();
        return own == null ? BOUNDS : own;
    }

    private Path directory() {
        String location = bounds().getLocation();
        File temporary = request.getServletContext().getAttribute(ServletContext.TEMPDIR) instanceof File file
                ? file
                : new File(System.getProperty("java.io.tmpdir"));
        return temporary.toPath().resolve(location == null ? "" : location);
    }

    private boolean isMultipart() {
        return isType("multipart/form-data");
    }

    private boolean isType(String type) {
        String actual = request.getContentType();
        if (actual == null) {
            return false;
        }
        int end = actual.indexOf(';');
        return (end < 0 ? actual : actual.substring(0, end))
                .trim()
                .toLowerCase(Locale.ROOT)
                .equals(type);
    }

    private boolean isCoded() {
        String coding = request.getHeader("Content-Encoding");
        return coding != null && !coding.isBlank() && !coding.trim().equalsIgnoreCase("identity");
    }

    private Charset charset() {
        String encoding = request.getCharacterEncoding();
        return encoding == null ? UTF_8 : Charset.forName(encoding);
    }
}
