package io.quarry.api.routes;

import static io.quarry.metadata.namespace.NamespaceState.ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.security.StateFile;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.namespace.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFileTest {
    @TempDir Path folder;
    private Path path = Path.of("");
    private RouteFile file = new RouteFile(new StateFile(path), Samples.codec());

    @BeforeEach
    void open() {
        path = folder.resolve("routes");
        file = new RouteFile(new StateFile(path), Samples.codec());
    }

    @Test
    void what_was_saved_is_loaded() throws IOException {
        var records =
                List.of(
                        Samples.route(
                                1,
                                "demo",
                                "profiles",
                                ACTIVE,
                                5,
                                Map.of("client:a", Set.of(Role.DATA_WRITER)),
                                new Limits(10, 2.5)),
                        Samples.grants("demo", Map.of("user:b", Set.of(Role.TENANT_VIEWER)), 6));
        file.save(records);
        assertThat(file.load()).containsExactlyInAnyOrderElementsOf(records);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void whom_an_address_means_is_saved_and_a_record_from_before_means_nobody() throws IOException {
        var bob = Samples.principal("user:bob");
        var meant =
                Samples.meaning(
                        Samples.grants("demo", Map.of("user:bob", Set.of(Role.TENANT_VIEWER)), 6),
                        Map.of(bob.address(), bob.asSubject()));
        file.save(List.of(meant));
        assertThat(file.load()).containsExactly(meant);
        var before = Files.readString(path).replaceAll(",\"subjects\":\\{[^}]*}}", "");
        assertThat(before).doesNotContain("subjects");
        Files.writeString(path, before);
        assertThat(file.load()).containsExactly(Samples.meaning(meant, Map.of()));
    }

    @Test
    void a_file_that_is_missing_cut_or_strange_is_no_obstacle() throws IOException {
        assertThat(file.load()).isEmpty();
        file.save(
                List.of(
                        Samples.route(1, "demo", "profiles", ACTIVE, 5),
                        Samples.route(2, "demo", "orders", ACTIVE, 6)));
        var whole = Files.readString(path);
        Files.writeString(path, whole.substring(0, whole.lastIndexOf('\n')));
        assertThat(file.load()).isEmpty();
        Files.writeString(path, "{}");
        assertThat(file.load()).isEmpty();
        Files.writeString(path, "");
        assertThat(file.load()).isEmpty();
    }
}
