package dev.portcullis.gateway.render;

import dev.portcullis.gateway.Reason;
import org.owasp.encoder.Encode;

/** The page that a browser shows for a refusal: no script, no style, nothing loaded. */
final class HtmlPage {
    private HtmlPage() {}

    static String of(Reason reason, String id) {
        String title = Encode.forHtml(reason.title());
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + reason.status() + ' '
                + title
                + "</title></head>\n<body><h1>" + reason.status() + "</h1><p>" + title + "</p><p>Request id: <code>"
                + Encode.forHtml(id) + "</code></p></body></html>\n";
    }
}
