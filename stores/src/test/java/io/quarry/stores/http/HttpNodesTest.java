package io.quarry.stores.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpNodesTest {
    private final HttpNodes nodes = new HttpNodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void the_next_is_asked_where_one_is_away_or_hangs() throws IOException {
        HttpServer server = server(200);
        try (ServerSocket hangs = listening()) {
            String away;
            try (ServerSocket closed = listening()) {
                away = address(closed.getLocalPort());
            }
            HttpNodes.Answer answer =
                    nodes.ask(
                            "Some engine",
                            List.of(
                                    away,
                                    address(hangs.getLocalPort()),
                                    address(server.getAddress().getPort())),
                            new HttpNodes.Call("PUT", "/x?y=1", "Basic eA==", "{}"),
                            Deadline.after(Duration.ofSeconds(2)));
            assertThat(answer)
                    .isEqualTo(
                            new HttpNodes.Answer(200, "PUT /x?y=1 Basic eA== application/json {}"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void each_is_asked_in_its_turn() throws IOException {
        HttpServer one = server(200);
        HttpServer other = server(418);
        try {
            List<String> both =
                    List.of(
                            address(one.getAddress().getPort()),
                            address(other.getAddress().getPort()));
            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(get(both).status());
            }
            assertThat(answers).containsOnly(200, 418);
            assertThat(answers.stream().filter(status -> status == 200)).hasSize(3);
        } finally {
            one.stop(0);
            other.stop(0);
        }
    }

    /** One that hangs costs its share of the time once, and not with every call. */
    @Test
    void one_that_did_not_answer_is_asked_last() throws IOException {
        HttpServer server = server(200);
        try (ServerSocket hangs = listening()) {
            List<String> both =
                    List.of(address(hangs.getLocalPort()), address(server.getAddress().getPort()));
            for (int i = 0; i < 6; i++) {
                assertThat(get(both).status()).isEqualTo(200);
            }
            hangs.setSoTimeout(1);
            try (Socket once = hangs.accept()) {
                assertThat(once.isConnected()).isTrue();
                assertThatThrownBy(hangs::accept).isInstanceOf(SocketTimeoutException.class);
            }
        } finally {
            server.stop(0);
        }
    }

    private HttpNodes.Answer get(List<String> endpoints) {
        return nodes.ask(
                "Some engine",
                endpoints,
                HttpNodes.Call.get("/"),
                Deadline.after(Duration.ofSeconds(2)));
    }

    @Test
    void a_refusal_is_an_answer() throws IOException {
        HttpServer server = server(503);
        try {
            assertThat(
                            nodes.ask(
                                            "Some engine",
                                            List.of(address(server.getAddress().getPort())),
                                            HttpNodes.Call.get("/"),
                                            Deadline.after(Duration.ofSeconds(2)))
                                    .status())
                    .isEqualTo(503);
        } finally {
            server.stop(0);
        }
    }

    /** The headers came in time, and the rest never does. */
    @Test
    void an_answer_without_end_is_none() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                });
        server.start();
        try {
            assertThatThrownBy(
                            () ->
                                    nodes.ask(
                                            "Some engine",
                                            List.of(address(server.getAddress().getPort())),
                                            HttpNodes.Call.get("/"),
                                            Deadline.after(Duration.ofMillis(300))))
                    .isInstanceOf(StoreException.Unavailable.class)
                    .hasMessageStartingWith("Some engine does not answer");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void what_is_asked_shows_no_log_in() {
        assertThat(new HttpNodes.Call("GET", "/x", "Basic eA==", "{}").toString())
                .isEqualTo("GET /x");
    }

    private static HttpServer server(int status) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String asked =
                            String.join(
                                    " ",
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI().toString(),
                                    exchange.getRequestHeaders().getFirst("Authorization"),
                                    exchange.getRequestHeaders().getFirst("Content-Type"),
                                    new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    byte[] answer = asked.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }
}
