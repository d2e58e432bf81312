package dev.portcullis.examples.hosts;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The application of the two servlet containers. */
@SuppressWarnings("serial") // nobody stores it
final class StockServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Stock stock;

    StockServlet(Stock stock) {
        this.stock = stock;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String answer;
        try {
            answer = stock.ask();
        } catch (IOException e) {
            response.setStatus(HttpServletResponse.SC_BAD_GATEWAY);
            return;
        }
        response.getWriter().write(answer);
    }
}
