package io.quarry.metadata.access;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.problem.Preconditions;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.serviceaccount.Issuance;
import io.quarry.metadata.serviceaccount.NewServiceAccount;
import io.quarry.metadata.serviceaccount.ServiceAccounts;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.Tenants;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A grant is changed as it was read, and whoever administers a scope is never gone. */
@QuarkusTest
class GrantConditionsIT {
    private static final int RACES = 5;

    @Inject Grants grants;
    @Inject Tenants tenants;
    @Inject ServiceAccounts accounts;

    private TenantId tenant = TenantId.of("unseeded");

    @BeforeEach
    void aTenant() {
        tenant = Seed.tenant();
    }

    private List<Grant> on(Scope scope) {
        return grants.on(scope, PageRequest.first()).items();
    }

    private Scope here() {
        return new Scope.OfTenant(tenant);
    }

    private long put(String principal, Role role) {
        return grants.put(new Grant(principal, role, here()), ada()).value().revision();
    }

    @Test
    void aChangeIsOfWhatWasReadOrRefused() {
        long first = put("user:bob", Role.TENANT_VIEWER);
        long second =
                grants.put(new Grant("user:bob", Role.TENANT_DEVELOPER, here()), ada(first))
                        .value()
                        .revision();
        assertThat(second).isNotEqualTo(first);
        var before = BackDoor.trace(tenant);
        Grant viewer = new Grant("user:bob", Role.TENANT_VIEWER, here());
        for (ProblemException stale :
                List.of(
                        refusal(() -> grants.put(viewer, ada(first))),
                        refusal(() -> grants.planPut(viewer, ada(first))),
                        refusal(() -> grants.remove("user:bob", here(), ada(first))),
                        refusal(() -> grants.planRemoval("user:bob", here(), ada(first))),
                        refusal(
                                () ->
                                        grants.put(
                                                new Grant("user:eve", Role.TENANT_VIEWER, here()),
                                                ada(first))))) {
            assertThat(stale.code()).isEqualTo(ProblemCode.PRECONDITION_FAILED);
        }
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        assertThat(grants.remove("user:bob", here(), ada(second))).isTrue();
    }

    @Test
    void whatWasTakenAwayAndGivenAgainIsNotWhatWasRead() {
        long first = put("user:bob", Role.TENANT_VIEWER);
        grants.remove("user:bob", here(), ada());
        assertThat(put("user:bob", Role.TENANT_VIEWER)).isNotEqualTo(first);
        assertThat(refusal(() -> grants.remove("user:bob", here(), ada(first))).code())
                .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(grants.remove("user:nobody", here(), ada(first))).isFalse();
    }

    @Test
    void whoeverCreatesNeverReplaces() {
        Grant viewer = new Grant("user:bob", Role.TENANT_VIEWER, here());
        assertThat(grants.put(viewer, ada(Preconditions.ABSENT)).created()).isTrue();
        Grant developer = new Grant("user:bob", Role.TENANT_DEVELOPER, here());
        assertThat(refusal(() -> grants.put(developer, ada(Preconditions.ABSENT))).code())
                .isEqualTo(ProblemCode.NAME_TAKEN);
        assertThat(grants.of("user:bob")).contains(viewer).doesNotContain(developer);
    }

    @Test
    void theLastAdministratorStaysUntilThereIsAnother() {
        put("user:bob", Role.TENANT_ADMIN);
        var before = BackDoor.trace(tenant);
        Grant less = new Grant("user:bob", Role.TENANT_DEVELOPER, here());
        for (ProblemException refusal :
                List.of(
                        refusal(() -> grants.put(less, ada())),
                        refusal(() -> grants.planPut(less, ada())),
                        refusal(() -> grants.remove("user:bob", here(), ada())),
                        refusal(() -> grants.planRemoval("user:bob", here(), ada())))) {
            assertThat(refusal.code()).isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
            assertThat(refusal.detail()).contains("user:bob", tenant.name());
        }
        put("user:bob", Role.TENANT_ADMIN);
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        put("user:eve", Role.TENANT_ADMIN);
        assertThat(grants.remove("user:bob", here(), ada())).isTrue();
        assertThat(refusal(() -> grants.remove("user:eve", here(), ada())).code())
                .isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
        tenants.delete(tenant, ada());
        assertThat(grants.of("user:eve"))
                .doesNotContain(new Grant("user:eve", Role.TENANT_ADMIN, here()));
    }

    @Test
    void aServiceAccountThatIsTheLastAdministratorStaysAsWell() {
        NewServiceAccount wanted = new NewServiceAccount("ingest", "", Role.TENANT_ADMIN);
        var begun = (Issuance.Begun) accounts.begin(tenant, wanted, 10, ada());
        var made = accounts.confirm(begun.credential(), wanted, ada());
        var before = BackDoor.trace(tenant);
        assertThat(refusal(() -> accounts.delete(tenant, made.id(), ada())).code())
                .isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        put("user:bob", Role.TENANT_ADMIN);
        assertThat(refusal(() -> accounts.delete(tenant, made.id(), ada(7))).code())
                .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(accounts.delete(tenant, made.id(), ada(made.revision()))).isTrue();
    }

    /** Each alone might go: each sees that others are there. */
    @RepeatedTest(RACES)
    void ofAllWhoGoAtOnceOneStays() {
        int administrators = 6;
        for (int n = 0; n < administrators; n++) {
            put("user:a" + n, Role.TENANT_ADMIN);
        }
        List<ProblemCode> codes =
                race(
                        administrators,
                        n -> {
                            String who = "user:a" + n;
                            if (n % 2 == 0) {
                                return grants.remove(who, here(), ada());
                            }
                            return grants.put(new Grant(who, Role.TENANT_VIEWER, here()), ada());
                        });
        assertThat(codes).containsExactly(ProblemCode.LAST_ADMINISTRATOR);
        assertThat(on(here())).filteredOn(grant -> grant.role() == Role.TENANT_ADMIN).hasSize(1);
    }

    @RepeatedTest(RACES)
    void thePlatformKeepsOneToo() {
        int _ = BackDoor.run("DELETE FROM access_grant WHERE tenant IS NULL");
        Scope platform = new Scope.Platform();
        for (int n = 0; n < 4; n++) {
            grants.put(new Grant("user:p" + n, Role.PLATFORM_ADMIN, platform), ada());
        }
        assertThat(race(4, n -> grants.remove("user:p" + n, platform, ada())))
                .containsExactly(ProblemCode.LAST_ADMINISTRATOR);
        Grant last = on(platform).getFirst();
        Grant less = new Grant(last.principal(), Role.PLATFORM_OPERATOR, platform);
        assertThat(refusal(() -> grants.put(less, ada())).code())
                .isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
        assertThat(on(platform)).containsExactly(last);
    }

    /** The refusals of those who all go at once. */
    private static List<ProblemCode> race(int times, IntFunction<Object> goes) {
        return Together.call(
                        times,
                        n -> {
                            try {
                                return goes.apply(n);
                            } catch (ProblemException refusal) {
                                return refusal.code();
                            }
                        })
                .stream()
                .filter(ProblemCode.class::isInstance)
                .map(ProblemCode.class::cast)
                .toList();
    }
}
