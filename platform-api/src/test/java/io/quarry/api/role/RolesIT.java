package io.quarry.api.role;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with one role at a time, beside the stack's own, which has them all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class RolesIT {
    /** Where nobody listens. */
    private static final Map<String, String> NO_POSTGRESQL =
            Map.of("QUARRY_DB_URL", "jdbc:postgresql://127.0.0.1:1/quarry");

    private final Api developer = Api.as("demo-developer");
    private final String name = freshName();
    private final String item = "/data/v1/kv/demo/" + name + "/records/people/items/first";

    @BeforeAll
    void makeWhatIsRead() {
        Namespaces.create(developer, "demo", name, SPEC);
        developer.put(item, "ada", "Content-Type", "text/plain").expect(204);
    }

    @AfterAll
    void purge() {
        Namespaces.purge(developer, "demo", name);
    }

    private static String token() {
        return Tokens.of("demo-developer");
    }

    private static void absent(RoleProcess process, String path) throws Exception {
        var problem = process.get(path, token()).expectProblem(404, "not-found").json();
        assertThat(problem.get("detail").asText()).contains("role");
        // whoever asks, and from whatever browser
        process.get(path, null, "Accept", "text/html").expectProblem(404, "not-found");
    }

    private static List<String> parts(JsonNode ready) {
        var parts = new ArrayList<String>();
        ready.at("/checks/0/data").fieldNames().forEachRemaining(parts::add);
        return parts;
    }

    @Test
    void dataIsServedWithoutPostgresql(@TempDir Path folder) throws Exception {
        try (var process = RoleProcess.start("data", folder, NO_POSTGRESQL)) {
            assertThat(process.get(item, token()).expect(200).text()).isEqualTo("ada");
            for (var path : List.of("/api/v1/me", "/", "/login", "/openapi", "/docs")) {
                absent(process, path);
            }
            var ready = process.ready();
            assertThat(ready.path("status").asText()).isEqualTo("UP");
            assertThat(ready.at("/checks/0/data/roles").asText()).isEqualTo("data");
            assertThat(ready.at("/checks/0/data/degraded").asText()).doesNotContain("postgresql");
            assertThat(parts(ready)).contains("routes.routes").doesNotContain("postgresql.reason");
        }
    }

    @Test
    void controlConsumesNoRoutesAndServesNoData(@TempDir Path folder) throws Exception {
        try (var process = RoleProcess.start("control", folder, Map.of())) {
            process.get("/api/v1/me", token()).expect(200);
            process.get("/openapi", null).expect(200);
            assertThat(process.get("/", null, "Accept", "text/html").expect(200).text())
                    .contains("<html");
            absent(process, item);
            absent(process, "/data/v1/kv/demo/" + name + "/records");
            var made = freshName();
            var accepted = process.send("PUT", path("demo", made), token(), SPEC).expect(202);
            // the stack's worker does it, and its own gateway serves it
            Namespaces.awaitEnd(developer, accepted);
            Namespaces.purge(developer, "demo", made);
            var ready = process.ready();
            assertThat(ready.path("status").asText()).isEqualTo("UP");
            assertThat(ready.at("/checks/0/data/roles").asText()).isEqualTo("control");
            assertThat(parts(ready))
                    .noneMatch(part -> part.startsWith("routes.") || part.startsWith("usage."));
        }
        assertThat(saved(folder)).noneMatch(file -> file.contains("routes"));
    }

    private static List<String> saved(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void theBackgroundAnswersNobody(@TempDir Path folder) throws Exception {
        try (var process = RoleProcess.start("background", folder, Map.of())) {
            absent(process, item);
            absent(process, "/api/v1/me");
            var ready = process.ready();
            assertThat(ready.path("status").asText()).isEqualTo("UP");
            assertThat(ready.at("/checks/0/data/roles").asText()).isEqualTo("background");
        }
    }

    @Test
    void aRoleThatThereIsNotEndsTheStart(@TempDir Path folder) throws Exception {
        assertThat(RoleProcess.refusal("gateway", folder)).contains("quarry.roles");
    }
}
