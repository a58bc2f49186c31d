package io.quarry.metadata.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditExportIT {
    @Inject Audit audit;

    private final TenantId tenant = Seed.tenant();

    @Test
    void anExportIsEveryEventOnceNewestFirstAndOnlyWhatIsSeen() {
        int many = 2 * PageRequest.MAXIMUM + 1;
        happened(many);
        List<Integer> pages = new ArrayList<>();
        List<AuditEvent> all = new ArrayList<>();
        audit.export(
                of(tenant),
                page -> {
                    pages.add(page.size());
                    all.addAll(page);
                });
        assertThat(pages).containsExactly(PageRequest.MAXIMUM, PageRequest.MAXIMUM, 1);
        assertThat(all)
                .hasSize(many)
                .extracting(AuditEvent::id)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        audit.export(of(Seed.tenant()), page -> assertThat(page).isEmpty());
    }

    @Test
    void whoeverTakesNoMoreOfAnExportEndsIt() {
        happened(2 * PageRequest.MAXIMUM);
        AtomicInteger pages = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                audit.export(
                                        of(tenant),
                                        _ -> {
                                            pages.incrementAndGet();
                                            throw new UncheckedIOException(new IOException("gone"));
                                        }))
                .hasMessageContaining("gone");
        assertThat(pages).hasValue(1);
    }

    private void happened(int times) {
        int _ =
                BackDoor.run(
                        "INSERT INTO audit (tenant, issuer, subject, principal, action, target, outcome)"
                                + " SELECT ?, 'i', 's', 'user:x', 'it', n::text, 'done'"
                                + " FROM generate_series(1, ?) n",
                        tenant.name(),
                        times);
    }

    /** What those see who see that tenant and no other. */
    private static AuditFilter of(TenantId tenant) {
        Visible visible = new Visible.Only(Set.of(tenant));
        return new AuditFilter(visible, null, null, null, null, null, null, null, null, null);
    }
}
