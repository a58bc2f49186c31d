package io.quarry.metadata.row;

import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceFilter;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceRevisions;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.RetiredNamespaces;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** A longer answer takes no more statements: nothing is asked row by row. */
@QuarkusTest
class StatementsIT {
    private static final int FEW = 2;
    private static final int MANY = 40;

    @Inject SessionFactory sessions;
    @Inject Namespaces namespaces;
    @Inject NamespaceRevisions revisions;
    @Inject RetiredNamespaces retired;

    @Test
    void ofNamespaces() {
        assertSame(
                tenant -> namespaces.list(tenant, NamespaceFilter.live(), PageRequest.first()),
                with(FEW, NamespaceState.ACTIVE),
                with(MANY, NamespaceState.ACTIVE));
    }

    @Test
    void ofRetiredNamespaces() {
        assertSame(
                tenant -> retired.list(tenant, PageRequest.first()),
                with(FEW, NamespaceState.RETIRED),
                with(MANY, NamespaceState.RETIRED));
    }

    @Test
    void ofRevisions() {
        assertSame(
                tenant -> revisions.list(new NamespaceId(tenant, "orders"), PageRequest.first()),
                changed(FEW),
                changed(MANY));
    }

    private <T> void assertSame(Function<T, Listing<?>> listing, T few, T many) {
        assertThat(statements(() -> assertThat(listing.apply(few).items()).hasSize(FEW)))
                .isPositive()
                .isEqualTo(statements(() -> assertThat(listing.apply(many).items()).hasSize(MANY)));
    }

    private long statements(Runnable work) {
        var statistics = sessions.getStatistics();
        assertThat(statistics.isStatisticsEnabled()).isTrue();
        statistics.clear();
        work.run();
        return statistics.getPrepareStatementCount();
    }

    private static TenantId with(int number, NamespaceState state) {
        TenantId tenant = Seed.tenant();
        String shard = Seed.shard(number);
        for (int n = 0; n < number; n++) {
            NamespaceId id = new NamespaceId(tenant, "orders-" + n);
            Uid uid = Seed.namespace(id, shard, NamespaceState.ACTIVE);
            if (state == NamespaceState.RETIRED) {
                var _ = Seed.retired(id, uid);
            }
        }
        return tenant;
    }

    /** A namespace of so many revisions. */
    private TenantId changed(int number) {
        TenantId tenant = Seed.tenant();
        NamespaceId id = new NamespaceId(tenant, "orders");
        String shard = Seed.shard(1);
        for (int n = 0; n < number; n++) {
            NamespaceSpec spec = Seed.spec(shard, "\"description\": \"" + n + "\"");
            Uid uid = namespaces.put(id, spec, n == 0 ? ada() : ada(n), n == 0).namespace().uid();
            Seed.ended(uid, NamespaceState.ACTIVE);
        }
        return tenant;
    }
}
