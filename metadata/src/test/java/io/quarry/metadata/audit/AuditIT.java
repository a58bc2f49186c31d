package io.quarry.metadata.audit;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ADA;
import static io.quarry.metadata.kit.Callers.ada;
import static io.quarry.metadata.kit.Seed.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.TenantSpec;
import io.quarry.metadata.tenant.Tenants;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditIT {
    private static final String ROUTE = "GET /api/v1/tenants/{tenant}";

    @Inject Audit audit;
    @Inject Tenancy tenancy;
    @Inject Tenants tenants;
    @Inject Grants grants;
    @Inject Namespaces namespaces;

    private final TenantId tenant = TenantId.of(Seed.name("t"));
    private final NamespaceId orders = new NamespaceId(tenant, "orders");
    private final Principal eve = new Principal("realm-it", Seed.name("sub"), "user:eve");

    @Test
    void everyChangeLeavesARowWithWhoAskedForIt() {
        String shard = Seed.shard(1);
        Scope all = new Scope.OfTenant(tenant);
        Scope one = new Scope.OfNamespace(orders);
        tenants.put(tenant, new TenantSpec(""), ada());
        tenants.put(tenant, new TenantSpec("payments"), ada());
        grants.put(new Grant("user:bob", Role.TENANT_VIEWER, all), ada());
        settle(namespaces.put(orders, spec(shard), ada(), true));
        grants.put(new Grant("user:bob", Role.DATA_READER, one), ada());
        settle(namespaces.put(orders, spec(shard, "\"ttl\": \"P1D\""), ada(1), false));
        grants.remove("user:bob", one, ada());
        grants.remove("user:bob", all, ada());
        namespaces.retire(orders, Duration.ZERO, ada());
        assertThat(rows("action || ' ' || target || ' ' || outcome"))
                .containsExactly(
                        "tenant.create " + tenant + " done",
                        "tenant.change " + tenant + " done",
                        "grant.put user:bob on " + tenant + " done",
                        "namespace.create " + orders + " accepted",
                        "grant.put user:bob on " + orders + " done",
                        "namespace.change " + orders + " accepted",
                        "grant.remove user:bob on " + orders + " done",
                        "grant.remove user:bob on " + tenant + " done",
                        "namespace.retire " + orders + " accepted");
        assertThat(rows("issuer || ' ' || subject || ' ' || principal || ' ' || request_id"))
                .containsOnly(
                        ADA.issuer() + " " + ADA.subject() + " " + ADA.address() + " request-1");
        assertThat(rows("coalesce(denied_minute::text, 'no denial')")).containsOnly("no denial");
    }

    @Test
    void aRowSaysWhatTheResourceWasAndWhatItBecame() {
        String shard = Seed.shard(1);
        Scope all = new Scope.OfTenant(tenant);
        tenants.put(tenant, new TenantSpec("first"), ada());
        tenants.put(tenant, new TenantSpec("second"), ada());
        grants.put(new Grant("user:eve", Role.TENANT_ADMIN, all), ada());
        grants.put(new Grant("user:bob", Role.TENANT_VIEWER, all), ada());
        grants.put(new Grant("user:bob", Role.TENANT_ADMIN, all), ada());
        grants.remove("user:bob", all, ada());
        assertThat(
                        rows(
                                "action || ' ' || coalesce(before::text, '-') || ' ' || coalesce(after::text, '-')"))
                .containsExactly(
                        "tenant.create - {\"description\": \"first\"}",
                        "tenant.change {\"description\": \"first\"} {\"description\": \"second\"}",
                        "grant.put - {\"role\": \"tenant-admin\"}",
                        "grant.put - {\"role\": \"tenant-viewer\"}",
                        "grant.put {\"role\": \"tenant-viewer\"} {\"role\": \"tenant-admin\"}",
                        "grant.remove {\"role\": \"tenant-admin\"} -");
        settle(namespaces.put(orders, spec(shard), ada(), true));
        settle(namespaces.put(orders, spec(shard, "\"ttl\": \"P1D\""), ada(1), false));
        namespaces.retire(orders, Duration.ZERO, ada());
        assertThat(of("namespace.create").before()).isNull();
        assertThat(of("namespace.create").after())
                .containsEntry("abstraction", "key-value")
                .doesNotContainKey("ttl");
        assertThat(of("namespace.change").before()).isEqualTo(of("namespace.create").after());
        assertThat(of("namespace.change").after()).containsEntry("ttl", "P1D");
        assertThat(of("namespace.retire").before()).isEqualTo(of("namespace.change").after());
        assertThat(of("namespace.retire").after()).isNull();
    }

    @Test
    void aChangeIsFoundByItsOperationAndByItsRequest() {
        tenants.put(tenant, new TenantSpec(""), ada());
        Accepted.Created created =
                (Accepted.Created) namespaces.put(orders, spec(Seed.shard(1)), ada(), true);
        assertThat(listed(created.operation().id(), null))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.action()).isEqualTo("namespace.create");
                            assertThat(event.operationId()).isEqualTo(created.operation().id());
                        });
        assertThat(of("tenant.create").operationId()).isNull();
        assertThat(listed(UUID.randomUUID(), null)).isEmpty();
        assertThat(listed(null, "request-1")).hasSize(2);
        assertThat(listed(null, "request-2")).isEmpty();
    }

    private AuditEvent of(String action) {
        return audit.list(filter(null, action, null, null, null), PageRequest.first())
                .items()
                .getFirst();
    }

    private List<AuditEvent> listed(@Nullable UUID operation, @Nullable String request) {
        AuditFilter filter =
                new AuditFilter(
                        new Visible.All(),
                        tenant,
                        null,
                        null,
                        null,
                        null,
                        operation,
                        request,
                        null,
                        null);
        return audit.list(filter, PageRequest.first()).items();
    }

    private static void settle(Accepted accepted) {
        Seed.ended(accepted.namespace().uid(), NamespaceState.ACTIVE);
    }

    private List<String> rows(String columns) {
        return BackDoor.strings(
                "SELECT " + columns + " FROM audit WHERE tenant = ? ORDER BY id", tenant.name());
    }

    @Test
    void aProblemUndoesAllOfItsTransactionAndItsAuditRows() {
        String shard = Seed.shard(1);
        var before = BackDoor.trace(tenant);
        IdempotencyKey key = new IdempotencyKey("key", "PUT /it", "hash");
        ProblemException refusal =
                refusal(
                        () ->
                                tenancy.run(
                                        tenant,
                                        () -> {
                                            tenants.put(tenant, new TenantSpec(""), ada());
                                            namespaces.put(orders, spec(shard), ada(key), true);
                                            grants.put(
                                                    new Grant(
                                                            "user:bob",
                                                            Role.TENANT_VIEWER,
                                                            new Scope.OfTenant(tenant)),
                                                    ada());
                                            // refused: nobody has said which revision it replaces
                                            namespaces.put(
                                                    orders,
                                                    spec(shard, "\"ttl\": \"P1D\""),
                                                    ada(),
                                                    false);
                                        }));
        assertThat(refusal.code()).isEqualTo(ProblemCode.PRECONDITION_REQUIRED);
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        assertThat(BackDoor.reserved(shard)).isZero();
        assertThat(tenants.find(tenant)).isEmpty();
    }

    @Test
    void eventsAreListedNewestFirstAndFoundByWhatIsKnownOfThem() {
        Instant before = Instant.now();
        tenants.put(tenant, new TenantSpec("payments"), ada());
        namespaces.put(orders, spec(Seed.shard(1)), ada(), true);
        audit.denial(eve, ROUTE, tenant);
        assertThat(found(filter(null, null, null, null, null)))
                .containsExactly(ROUTE, "namespace.create", "tenant.create");
        assertThat(found(filter(ADA.address(), null, null, null, null)))
                .containsExactly("namespace.create", "tenant.create");
        assertThat(found(filter(null, "tenant.create", null, null, null)))
                .containsExactly("tenant.create");
        assertThat(found(filter(null, null, orders.toString(), null, null)))
                .containsExactly("namespace.create");
        assertThat(found(filter(null, null, null, AuditOutcome.DENIED, null)))
                .containsExactly(ROUTE);
        assertThat(found(filter(null, null, null, null, before.minusSeconds(3_600)))).isEmpty();
        AuditEvent created =
                audit.list(filter(null, "namespace.create", null, null, null), PageRequest.first())
                        .items()
                        .getFirst();
        assertThat(created.tenant()).isEqualTo(tenant);
        assertThat(created.requestId()).isEqualTo("request-1");
        assertThat(created.outcome()).isEqualTo(AuditOutcome.ACCEPTED);
        assertThat(created.detail()).containsKey("uid");
        assertThat(created.at()).isAfter(before.minusSeconds(60));
    }

    @Test
    void eventsComeByPagesAndOfTheTenantsThatAreSeenOnly() {
        for (int n = 0; n < 5; n++) {
            tenants.put(tenant, new TenantSpec("number " + n), ada());
        }
        AuditFilter all = filter(null, null, null, null, null);
        var first = audit.list(all, new PageRequest(3, null));
        var second = audit.list(all, new PageRequest(3, first.nextPageToken()));
        assertThat(first.items()).hasSize(3);
        assertThat(second.items()).hasSize(2);
        assertThat(second.nextPageToken()).isNull();
        assertThat(Stream.concat(first.items().stream(), second.items().stream()))
                .extracting(AuditEvent::id)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        Visible others = new Visible.Only(Set.of(TenantId.of(Seed.name("t"))));
        assertThat(
                        audit.list(
                                        new AuditFilter(
                                                others, null, null, null, null, null, null, null,
                                                null, null),
                                        PageRequest.first())
                                .items())
                .isEmpty();
        assertThat(
                        refusal(
                                        () ->
                                                audit.list(
                                                        filter(null, "x", null, null, null),
                                                        new PageRequest(3, first.nextPageToken())))
                                .code())
                .isEqualTo(ProblemCode.PAGE_TOKEN_INVALID);
    }

    private List<String> found(AuditFilter filter) {
        return audit.list(filter, PageRequest.first()).items().stream()
                .map(AuditEvent::action)
                .toList();
    }

    private AuditFilter filter(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String resource,
            @Nullable AuditOutcome outcome,
            @Nullable Instant to) {
        return new AuditFilter(
                new Visible.All(), tenant, actor, action, resource, outcome, null, null, null, to);
    }
}
