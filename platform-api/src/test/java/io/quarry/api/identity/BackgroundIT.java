package io.quarry.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Namespaces;
import io.quarry.api.role.RoleProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nobody asks for is done by a process that does nothing else. */
@Timeout(180)
class BackgroundIT {
    /**
     * The stack's own process has compared at its start, and does so again after a quarter of an
     * hour.
     */
    @Test
    void aClientThatBelongsToNobodyIsRemoved(@TempDir Path folder) throws Exception {
        var random = Namespaces.freshName().substring("it-".length()).substring(0, 8);
        var stray = "sa.demo.stray." + random + ".1";
        Realm.makeClient(stray, "not-much-of-a-secret");
        assertThat(Realm.clients(stray)).containsExactly(stray);
        try (var _ = RoleProcess.start("background", folder, Map.of())) {
            Realm.await(stray + " is gone", () -> Realm.clients(stray).isEmpty());
        }
    }
}
