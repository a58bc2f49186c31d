package io.quarry.api.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Before a handler that answers everything, as the other handlers of the service do together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // they are there before each test
class RoleGateTest {
    private static final String DATA = "/data/v1/kv/demo/orders/records/r";
    private static final List<String> CONTROL =
            List.of("/", "/api/v1/me", "/login", "/openapi", "/assets/main.js");

    private final HttpClient client = HttpClient.newHttpClient();
    private Vertx vertx;

    @BeforeAll
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpServer serving(Set<ProcessRole> roles) {
        var router = Router.router(vertx);
        new RoleGate(new Roles(() -> roles)).register(router);
        router.route().handler(context -> context.response().end("served"));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private Answer get(HttpServer server, String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
        return new Answer("GET " + path, answer.statusCode(), answer.headers(), answer.body());
    }

    @Test
    void a_process_with_data_alone_has_neither_control_nor_portal() throws Exception {
        var server = serving(EnumSet.of(ProcessRole.DATA));
        assertThat(get(server, DATA).status()).isEqualTo(200);
        for (var path : CONTROL) {
            var problem = get(server, path).expectProblem(404, "not-found").json();
            assertThat(problem.get("detail").asText()).contains("roles data", "role control");
        }
    }

    @Test
    void a_process_with_control_alone_has_no_data() throws Exception {
        var server = serving(EnumSet.of(ProcessRole.CONTROL));
        get(server, DATA).expectProblem(404, "not-found");
        for (var path : CONTROL) {
            assertThat(get(server, path).status()).isEqualTo(200);
        }
    }

    @Test
    void a_process_in_the_background_has_nothing_for_those_who_ask() throws Exception {
        var server = serving(EnumSet.of(ProcessRole.BACKGROUND));
        get(server, DATA).expectProblem(404, "not-found");
        for (var path : CONTROL) {
            get(server, path).expectProblem(404, "not-found");
        }
    }

    @Test
    void a_process_with_both_is_not_in_the_way() throws Exception {
        var server = serving(EnumSet.of(ProcessRole.CONTROL, ProcessRole.DATA));
        assertThat(get(server, DATA).status()).isEqualTo(200);
        assertThat(get(server, "/").status()).isEqualTo(200);
    }
}
