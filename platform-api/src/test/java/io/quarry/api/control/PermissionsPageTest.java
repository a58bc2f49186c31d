package io.quarry.api.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.control.ExpectedAccess.Where;
import io.quarry.api.kit.ContractRoute;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/**
 * Writes {@code docs/reference/permissions.md} from the contract. A build that leaves it changed
 * fails {@code ./quarry check}, so the page in git is the one that is true.
 */
class PermissionsPageTest {
    @Test
    void everyControlRouteSaysWhatItAsksFor() throws IOException {
        assertThat(ContractRoute.below("/api/"))
                .isNotEmpty()
                .allSatisfy(
                        route ->
                                assertThat(ExpectedAccess.isSaid(route))
                                        .as(
                                                "say in contract/control.json which permission %s asks for",
                                                route)
                                        .isTrue());
    }

    @Test
    void everyRouteThatMayChangeSomethingSaysWhatItWritesIntoTheAuditLog() throws IOException {
        assertThat(ContractRoute.below("/api/"))
                .filteredOn(ContractRoute::changes)
                .isNotEmpty()
                .allSatisfy(
                        route ->
                                assertThat(route.facts().has(ContractFacts.AUDIT))
                                        .as(
                                                "say in contract/control.json which actions %s writes, [] for none",
                                                route)
                                        .isTrue());
    }

    @Test
    void thePageIsWrittenFromTheContract() throws IOException {
        var page = PermissionsPage.write(ContractRoute.below("/api/"));
        if (!Files.exists(PermissionsPage.FILE)
                || !Files.readString(PermissionsPage.FILE).equals(page)) {
            Files.writeString(PermissionsPage.FILE, page);
        }
        assertThat(PermissionsPage.read()).containsOnlyKeys(Where.values());
    }
}
