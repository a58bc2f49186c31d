package io.quarry.metadata.serviceaccount;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Answers.walk;
import static io.quarry.metadata.kit.Callers.ada;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows; that clients follow them is proved on the running stack. */
@QuarkusTest
class ServiceAccountsIT {
    private static final int MOST = 10;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofDays(1);
    private static final NewServiceAccount INGEST =
            new NewServiceAccount("ingest", "writes", Role.TENANT_DEVELOPER);

    @Inject ServiceAccounts accounts;
    @Inject Credentials credentials;
    @Inject Grants grants;

    private TenantId tenant = TenantId.of("unseeded");

    @BeforeEach
    void aTenant() {
        tenant = Seed.tenant();
    }

    private CredentialId begin(NewServiceAccount wanted) {
        return ((Issuance.Begun) accounts.begin(tenant, wanted, MOST, ada())).credential();
    }

    private ServiceAccount create() {
        return accounts.confirm(begin(INGEST), INGEST, ada());
    }

    private CredentialId beginRotation(ServiceAccountId id, Duration overlap) {
        return ((Issuance.Begun) accounts.beginRotation(tenant, id, overlap, ada())).credential();
    }

    private boolean remove(CredentialId id) {
        boolean goes = credentials.beginRemoval(id, LONG);
        if (goes) {
            credentials.removed(id);
        }
        return goes;
    }

    @Test
    void anAccountIsThereWithItsRoleOnceItsClientIs() {
        var first = begin(INGEST);
        var begun = accounts.find(tenant, first.account()).orElseThrow();
        assertThat(begun.state()).isEqualTo(ServiceAccountState.CREATING);
        assertThat(grants.inTenant(tenant)).isEmpty();
        var made = accounts.confirm(first, INGEST, ada());
        assertThat(made.state()).isEqualTo(ServiceAccountState.ACTIVE);
        assertThat(made.clientId()).isEqualTo(first.clientId());
        assertThat(made.credentials())
                .extracting(Credential::state)
                .containsExactly(CredentialState.ACTIVE);
        assertThat(grants.inTenant(tenant))
                .containsExactly(
                        new Grant(
                                made.id().address(),
                                Role.TENANT_DEVELOPER,
                                new Scope.OfTenant(tenant)));
        assertThat(accounts.find(tenant, made.id())).contains(made);
        assertThat(BackDoor.audited(tenant))
                .containsExactly("service-account.create", "grant.put", "service-account.create");
    }

    @Test
    void whatIsNeverConfirmedIsUndoneAndCannotBeConfirmedLater() {
        var first = begin(INGEST);
        assertThat(credentials.beginRemoval(first, LONG)).as("too young").isFalse();
        assertThat(credentials.due(Duration.ZERO)).contains(first);
        assertThat(credentials.beginRemoval(first, Duration.ZERO)).isTrue();
        assertThat(refusal(() -> accounts.confirm(first, INGEST, ada())).code())
                .isEqualTo(ProblemCode.IDENTITY_PROVIDER_UNAVAILABLE);
        assertThat(accounts.find(tenant, first.account())).isEmpty();
        assertThat(create().name()).as("the name is free at once").isEqualTo("ingest");
        credentials.removed(first);
        assertThat(count("service_account")).isOne();
        assertThat(count("service_account_credential")).isOne();
    }

    @Test
    void aRotationThatIsNeverConfirmedLeavesTheOldSecretAlone() {
        var made = create();
        var second = beginRotation(made.id(), HOUR);
        assertThat(refusal(() -> accounts.beginRotation(tenant, made.id(), HOUR, ada())).code())
                .isEqualTo(ProblemCode.OPERATION_IN_PROGRESS);
        credentials.abandon(second);
        credentials.removed(second);
        assertThat(accounts.find(tenant, made.id())).contains(made);
        assertThat(beginRotation(made.id(), HOUR).number()).as("never given twice").isEqualTo(3);
    }

    @Test
    void anOldSecretWorksForTheOverlapAndALaterRotationNeverMakesItLonger() {
        var id = create().id();
        var second = beginRotation(id, HOUR);
        var rotated = accounts.confirmRotation(second, HOUR, ada());
        assertThat(rotated.clientId()).isEqualTo(second.clientId());
        var until = rotated.credentials().getFirst().worksUntil();
        assertThat(until).isEqualTo(requireNonNull(rotated.rotatedAt()).plus(HOUR));
        assertThat(rotated.credentials().getLast().worksUntil()).isNull();
        var third = beginRotation(id, LONG);
        var again = accounts.confirmRotation(third, LONG, ada());
        assertThat(again.credentials().getFirst().worksUntil()).isEqualTo(until);
        assertThat(again.credentials().get(1).worksUntil())
                .isEqualTo(requireNonNull(again.rotatedAt()).plus(LONG));
        assertThat(credentials.due(LONG)).noneMatch(each -> each.account().equals(id));
        var fourth = beginRotation(id, Duration.ZERO);
        var last = accounts.confirmRotation(fourth, Duration.ZERO, ada());
        assertThat(last.credentials()).hasSize(4);
        assertThat(remove(new CredentialId(id, 1))).isTrue();
        assertThat(remove(second)).isTrue();
        assertThat(remove(third)).isTrue();
        assertThat(remove(fourth)).isFalse();
        assertThat(accounts.find(tenant, id).orElseThrow().credentials())
                .extracting(Credential::clientId)
                .containsExactly(fourth.clientId());
    }

    @Test
    void fewSecretsWorkAtATimeButALeakedOneCanAlwaysBeReplaced() {
        var id = create().id();
        for (int i = 1; i < ServiceAccounts.MOST_CREDENTIALS; i++) {
            accounts.confirmRotation(beginRotation(id, HOUR), HOUR, ada());
        }
        var refused = refusal(() -> accounts.beginRotation(tenant, id, HOUR, ada()));
        assertThat(refused.code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        var fresh = beginRotation(id, Duration.ZERO);
        assertThat(accounts.confirmRotation(fresh, Duration.ZERO, ada()).clientId())
                .isEqualTo(fresh.clientId());
    }

    @Test
    void aDeletedAccountHasNoGrantsAnywhereAndIsShownToNobody() {
        var made = create();
        var other = Seed.tenant();
        var elsewhere =
                new Grant(made.id().address(), Role.TENANT_VIEWER, new Scope.OfTenant(other));
        grants.put(elsewhere, ada());
        assertThat(accounts.delete(tenant, made.id(), ada())).isTrue();
        assertThat(grants.inTenant(tenant)).isEmpty();
        assertThat(accounts.find(tenant, made.id())).isEmpty();
        assertThat(accounts.delete(tenant, made.id(), ada())).isFalse();
        assertThat(create().id()).isNotEqualTo(made.id());
        assertThat(remove(new CredentialId(made.id(), 1))).isTrue();
        assertThat(grants.of(made.id().address())).isEmpty();
        assertThat(count("service_account")).isOne();
        assertThat(BackDoor.audited(tenant)).contains("service-account.removed");
    }

    @Test
    void aLostClientIsNotedOnce() {
        var made = create();
        var first = new CredentialId(made.id(), 1);
        assertThat(credentials.confirmed()).contains(first);
        assertThat(credentials.clientIds()).contains(first.clientId());
        assertThat(credentials.noteClient(first, true)).isFalse();
        assertThat(credentials.noteClient(first, false)).isTrue();
        assertThat(credentials.noteClient(first, false)).isFalse();
        assertThat(accounts.find(tenant, made.id()).orElseThrow().credentials())
                .extracting(Credential::state)
                .containsExactly(CredentialState.LOST);
        assertThat(credentials.noteClient(first, true)).isTrue();
    }

    @Test
    void aTenantNeverMeetsAnothers() {
        var made = create();
        var other = Seed.tenant();
        assertThat(accounts.find(other, made.id())).isEmpty();
        assertThat(accounts.delete(other, made.id(), ada())).isFalse();
        assertThat(refusal(() -> accounts.beginRotation(other, made.id(), HOUR, ada())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(walk(1, page -> accounts.list(other, page), () -> {})).isEmpty();
        assertThat(accounts.find(tenant, made.id())).contains(made);
    }

    @Test
    void theSameRequestGetsTheSameAnswer() {
        var key = new IdempotencyKey("k", "POST /it", "hash");
        var caller = ada(key);
        var first = ((Issuance.Begun) accounts.begin(tenant, INGEST, MOST, caller)).credential();
        var made = accounts.confirm(first, INGEST, caller);
        assertThat(accounts.begin(tenant, INGEST, MOST, caller))
                .isEqualTo(new Issuance.Repeated(made));
        var other = ada(new IdempotencyKey("k", "POST /it", "other"));
        assertThat(refusal(() -> accounts.begin(tenant, INGEST, MOST, other)).code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(count("service_account")).isOne();
    }

    @Test
    void aKeyWhoseRequestWasUndoneCanBeUsedAgain() {
        var caller = ada(new IdempotencyKey("k", "POST /it", "hash"));
        var first = ((Issuance.Begun) accounts.begin(tenant, INGEST, MOST, caller)).credential();
        credentials.abandon(first);
        assertThat(accounts.begin(tenant, INGEST, MOST, caller)).isInstanceOf(Issuance.Begun.class);
    }

    @Test
    void whatCannotBeIsRefusedAndLeavesNothing() {
        create();
        var before = BackDoor.trace(tenant);
        refused(INGEST, MOST, ProblemCode.NAME_TAKEN);
        refused(new NewServiceAccount("No Name", "", null), MOST, ProblemCode.INVALID_NAME);
        refused(
                new NewServiceAccount("fine", "x".repeat(1_001), null),
                MOST,
                ProblemCode.INVALID_REQUEST);
        refused(
                new NewServiceAccount("fine", "", Role.PLATFORM_ADMIN),
                MOST,
                ProblemCode.INVALID_REQUEST);
        refused(new NewServiceAccount("fine", "", null), 1, ProblemCode.LIMIT_EXCEEDED);
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
    }

    private void refused(NewServiceAccount wanted, int most, ProblemCode code) {
        assertThat(refusal(() -> accounts.check(tenant, wanted, most)).code()).isEqualTo(code);
        assertThat(refusal(() -> accounts.begin(tenant, wanted, most, ada())).code())
                .isEqualTo(code);
    }

    @Test
    void theyAreListedByNamePageByPage() {
        for (String name : List.of("ccc", "aaa", "bbb")) {
            var wanted = new NewServiceAccount(name, "", null);
            accounts.confirm(begin(wanted), wanted, ada());
        }
        assertThat(walk(2, page -> accounts.list(tenant, page), () -> {}))
                .extracting(ServiceAccount::name)
                .containsExactly("aaa", "bbb", "ccc");
    }

    @Test
    void manyAtOnceNeverPassTheLimit() {
        var answers =
                Together.call(
                        8,
                        i ->
                                answer(
                                        () ->
                                                accounts.begin(
                                                        tenant,
                                                        new NewServiceAccount(
                                                                "racer-" + i, "", null),
                                                        3,
                                                        ada())));
        assertThat(answers).filteredOn(each -> each instanceof Issuance.Begun).hasSize(3);
        assertThat(count("service_account")).isEqualTo(3);
    }

    private int count(String table) {
        return Integer.parseInt(
                BackDoor.string(
                        "SELECT count(*) FROM " + table + " WHERE tenant = ?", tenant.name()));
    }
}
