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
import io.quarry.metadata.kit.Together;
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
                                                others, null, null, null, null, null, null, null),
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
                new Visible.All(), tenant, actor, action, resource, outcome, null, to);
    }

    @Test
    void denialsOfAMinuteAreOneRow() {
        for (int n = 0; n < 10; n++) {
            audit.denial(eve, ROUTE, tenant);
        }
        // the test may see the minute turn
        assertThat(denials("tenant = '" + tenant + "'"))
                .hasSizeBetween(1, 2)
                .doesNotHaveDuplicates();
        assertThat(rows("action || ' ' || target || ' ' || outcome"))
                .containsOnly(ROUTE + " " + tenant + " denied");
    }

    @Test
    void concurrentDenialsAreOneRowAndNoneFails() {
        Together.call(
                8,
                _ -> {
                    for (int n = 0; n < 5; n++) {
                        audit.denial(eve, ROUTE, tenant);
                        audit.denial(eve, ROUTE, null);
                    }
                    return true;
                });
        assertThat(denials("tenant = '" + tenant + "'"))
                .hasSizeBetween(1, 2)
                .doesNotHaveDuplicates();
        assertThat(denials("tenant IS NULL")).hasSizeBetween(1, 2).doesNotHaveDuplicates();
    }

    @Test
    void aDenialOfAnotherMinuteRouteTenantOrPrincipalIsARowOfItsOwn() {
        deniedEarlier();
        Principal mallory = new Principal(eve.issuer(), Seed.name("sub"), "user:mallory");
        Principal elsewhere = new Principal("realm-other", eve.subject(), "user:eve");
        audit.denial(eve, ROUTE, tenant);
        int minutes = denials("tenant = '" + tenant + "'").size();
        assertThat(minutes).isEqualTo(2);
        audit.denial(eve, "PUT /api/v1/tenants/{tenant}", tenant);
        audit.denial(mallory, ROUTE, tenant);
        audit.denial(elsewhere, ROUTE, tenant);
        audit.denial(eve, ROUTE, TenantId.of(Seed.name("t")));
        audit.denial(eve, ROUTE, null);
        assertThat(rows("id::text")).hasSize(minutes + 3);
        assertThat(denials("true")).hasSize(minutes + 3);
    }

    /** As of a quarter of an hour ago. */
    private void deniedEarlier() {
        int _ =
                BackDoor.run(
                        "INSERT INTO audit (tenant, issuer, subject, principal, action, target, outcome,"
                                + " denied_minute) VALUES (?, ?, ?, 'user:eve', ?, '-', 'denied',"
                                + " date_trunc('minute', now() - interval '15 minutes', 'UTC'))",
                        tenant.name(),
                        eve.issuer(),
                        eve.subject(),
                        ROUTE);
    }

    /** The minutes of eve's denials. */
    private List<String> denials(String where) {
        return BackDoor.strings(
                "SELECT denied_minute::text FROM audit WHERE denied_minute IS NOT NULL AND issuer = ?"
                        + " AND subject = ? AND "
                        + where,
                eve.issuer(),
                eve.subject());
    }
}
