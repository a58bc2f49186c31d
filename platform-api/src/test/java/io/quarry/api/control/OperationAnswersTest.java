package io.quarry.api.control;

import static io.quarry.metadata.operation.Intervention.APPROVE;
import static io.quarry.metadata.operation.Intervention.CANCEL;
import static io.quarry.metadata.operation.Intervention.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Intervention;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.Progress;
import io.quarry.metadata.operation.Target;
import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is offered to each role, of what the operation's state leaves open. */
class OperationAnswersTest {
    private static final NamespaceId ORDERS = NamespaceId.of("demo", "orders");
    private static final Target NAMESPACE =
            Target.namespace(ORDERS, Uid.of("k3v9x2m4q7w1z8n5b6c0"));
    private static final Set<Intervention> ALL = EnumSet.allOf(Intervention.class);

    private static Operation operation(OperationType type, Target target) {
        return new Operation(
                new UUID(0, 1),
                type,
                "WAITING",
                target,
                "user:ada",
                new Plan("", List.of()),
                List.of(),
                new Progress(0, 1, "steps"),
                null,
                true,
                null,
                null,
                Instant.EPOCH,
                null);
    }

    private static List<String> offered(
            Operation operation, Scope scope, Role role, Set<Intervention> open) {
        return OperationAnswers.permissions(
                operation, List.of(new Grant("user:ada", role, scope)), open);
    }

    @ParameterizedTest
    @CsvSource({
        "TENANT_VIEWER, read",
        "TENANT_DEVELOPER, read cancel retry",
        "TENANT_ADMIN, read cancel retry approve",
        "PLATFORM_OPERATOR, read cancel retry approve",
        "PLATFORM_ADMIN, read cancel retry approve"
    })
    void ofANamespaceEachRoleIsOfferedWhatItMayDo(Role role, String words) {
        Scope scope =
                role.fits(new Scope.Platform())
                        ? new Scope.Platform()
                        : new Scope.OfTenant(ORDERS.tenant());
        for (var type :
                List.of(OperationType.PROVISION_NAMESPACE, OperationType.RETIRE_NAMESPACE)) {
            assertThat(offered(operation(type, NAMESPACE), scope, role, ALL))
                    .containsExactly(words.split(" ", -1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PLATFORM_OPERATOR, read cancel retry approve",
        "PLATFORM_ADMIN, read cancel retry approve"
    })
    void ofAShardThePlatformIs(Role role, String words) {
        var drain = operation(OperationType.DRAIN_SHARD, Target.shard("cassandra-2"));
        assertThat(offered(drain, new Scope.Platform(), role, ALL))
                .containsExactly(words.split(" ", -1));
        var tenant = new Scope.OfTenant(ORDERS.tenant());
        assertThat(offered(drain, tenant, Role.TENANT_ADMIN, ALL)).containsExactly("read");
    }

    @Test
    void whatTheStateForbidsIsOfferedToNobody() {
        var waits = operation(OperationType.CHANGE_NAMESPACE, NAMESPACE);
        var admin = Role.PLATFORM_ADMIN;
        assertThat(offered(waits, new Scope.Platform(), admin, Set.of())).containsExactly("read");
        assertThat(offered(waits, new Scope.Platform(), admin, EnumSet.of(APPROVE)))
                .containsExactly("read", "approve");
        assertThat(offered(waits, new Scope.Platform(), admin, EnumSet.of(CANCEL, RETRY)))
                .containsExactly("read", "cancel", "retry");
    }

    @Test
    void anotherTenantsGrantsOfferNothing() {
        var other = new Scope.OfTenant(TenantId.of("other"));
        var waits = operation(OperationType.CHANGE_NAMESPACE, NAMESPACE);
        assertThat(offered(waits, other, Role.TENANT_ADMIN, ALL)).containsExactly("read");
    }
}
