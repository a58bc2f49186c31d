package io.quarry.metadata.serviceaccount;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.problem.Preconditions;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Service accounts of tenants. A credential comes in two transactions with the identity provider
 * between them: what is begun and never confirmed is undone by whoever settles.
 */
@ApplicationScoped
public class ServiceAccounts {
    /** Credentials of one account that work at the same time. */
    public static final int MOST_CREDENTIALS = 5;

    private static final TypeReference<ServiceAccount> ANSWER = new TypeReference<>() {};
    private static final TypeReference<Boolean> DELETED = new TypeReference<>() {};

    private final Tenancy tenancy;
    private final ServiceAccountRows rows;
    private final Sql sql;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Grants grants;
    private final SecureRandom random = new SecureRandom();

    ServiceAccounts(Tenancy tenancy, Sql sql, Idempotency idempotency, Audit audit, Grants grants) {
        this.tenancy = tenancy;
        this.rows = new ServiceAccountRows(sql);
        this.sql = sql;
        this.idempotency = idempotency;
        this.audit = audit;
        this.grants = grants;
    }

    /** By name; NOT_FOUND if there is no such tenant. */
    public Listing<ServiceAccount> list(TenantId tenant, PageRequest page) {
        String listing = "service-accounts " + tenant;
        String after = page.after(listing);
        List<ServiceAccount> found =
                tenancy.call(
                        tenant,
                        () -> {
                            existing(tenant);
                            return rows.list(tenant, after, page.limit() + 1);
                        });
        return page.page(listing, found, ServiceAccount::name, account -> account);
    }

    /** Empty for one that is another tenant's, or is being deleted. */
    public Optional<ServiceAccount> find(TenantId tenant, ServiceAccountId id) {
        return id.tenant().equals(tenant)
                ? tenancy.call(tenant, () -> rows.find(id))
                : Optional.empty();
    }

    /**
     * Refuses what could not be created now; changes nothing.
     *
     * @param most accounts that the tenant may have
     */
    public void check(TenantId tenant, NewServiceAccount wanted, int most) {
        wanted.check(tenant);
        tenancy.run(tenant, () -> refuse(tenant, wanted, most));
    }

    /** The rows of an account and of its first credential, whose client is to be made next. */
    public Issuance begin(TenantId tenant, NewServiceAccount wanted, int most, Caller caller) {
        wanted.check(tenant);
        return tenancy.call(
                tenant,
                () ->
                        repeatedOr(
                                caller,
                                tenant,
                                () -> {
                                    sql.lock("service-accounts " + tenant);
                                    refuse(tenant, wanted, most);
                                    var id = ServiceAccountId.random(tenant, wanted.name(), random);
                                    String by = caller.principal().address();
                                    var first = new CredentialId(id, 1);
                                    rows.insert(id, wanted, by);
                                    rows.insert(first, by);
                                    record(
                                            first,
                                            caller,
                                            "create",
                                            AuditOutcome.ACCEPTED,
                                            Change.NONE,
                                            null);
                                    return new Issuance.Begun(first);
                                }));
    }

    /**
     * The client is there: the account is active, and has its role.
     *
     * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE if it took so long that it was undone
     */
    public ServiceAccount confirm(CredentialId first, NewServiceAccount wanted, Caller caller) {
        ServiceAccountId id = first.account();
        TenantId tenant = id.tenant();
        return tenancy.call(
                tenant,
                () ->
                        idempotency.once(
                                caller,
                                tenant,
                                ANSWER,
                                () -> {
                                    confirmed(first);
                                    boolean _ =
                                            rows.move(
                                                    id,
                                                    ServiceAccountState.CREATING,
                                                    ServiceAccountState.ACTIVE);
                                    if (wanted.role() != null) {
                                        Scope scope = new Scope.OfTenant(tenant);
                                        var _ =
                                                grants.put(
                                                        new Grant(
                                                                id.address(), wanted.role(), scope),
                                                        withoutKey(caller));
                                    }
                                    ServiceAccount made = present(id);
                                    record(
                                            first,
                                            caller,
                                            "create",
                                            AuditOutcome.DONE,
                                            Change.created(made),
                                            null);
                                    return made;
                                }));
    }

    /**
     * The row of one more credential, whose client is to be made next.
     *
     * @param overlap how long those before it are to work on
     */
    public Issuance beginRotation(
            TenantId tenant, ServiceAccountId id, Duration overlap, Caller caller) {
        return tenancy.call(
                tenant,
                () ->
                        repeatedOr(
                                caller,
                                tenant,
                                () -> {
                                    sql.lock(lock(id));
                                    var known = rows.find(id).orElseThrow(ServiceAccounts::noSuch);
                                    match(caller, known);
                                    int number =
                                            rows.nextNumber(id)
                                                    .orElseThrow(ServiceAccounts::underWay);
                                    refuse(known, overlap);
                                    var fresh = new CredentialId(id, number);
                                    rows.insert(fresh, caller.principal().address());
                                    record(
                                            fresh,
                                            caller,
                                            "rotate",
                                            AuditOutcome.ACCEPTED,
                                            Change.NONE,
                                            null);
                                    return new Issuance.Begun(fresh);
                                }));
    }

    /**
     * The new client is there: those before it work until the overlap has passed, or until an
     * earlier time that an earlier rotation stated.
     *
     * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE if it took so long that it was undone
     */
    public ServiceAccount confirmRotation(CredentialId fresh, Duration overlap, Caller caller) {
        TenantId tenant = fresh.account().tenant();
        return tenancy.call(
                tenant,
                () ->
                        idempotency.once(
                                caller,
                                tenant,
                                ANSWER,
                                () -> {
                                    sql.lock(lock(fresh.account()));
                                    ServiceAccount before = present(fresh.account());
                                    confirmed(fresh);
                                    rows.overlap(fresh, overlap);
                                    ServiceAccount after = present(fresh.account());
                                    record(
                                            fresh,
                                            caller,
                                            "rotate",
                                            AuditOutcome.DONE,
                                            Change.replaced(before, after),
                                            overlap);
                                    return after;
                                }));
    }

    /**
     * Takes its grants away in this tenant and marks its clients for removal; false if unknown.
     *
     * @throws ProblemException PRECONDITION_FAILED for a stale If-Match, LAST_ADMINISTRATOR if
     *     nobody else administers the tenant
     */
    public boolean delete(TenantId tenant, ServiceAccountId id, Caller caller) {
        if (!id.tenant().equals(tenant)) {
            return false;
        }
        return tenancy.call(
                tenant,
                () ->
                        idempotency.once(
                                caller,
                                tenant,
                                DELETED,
                                () -> {
                                    sql.lock(lock(id));
                                    Optional<ServiceAccount> known = rows.find(id);
                                    known.ifPresent(seen -> match(caller, seen));
                                    if (!rows.move(
                                            id,
                                            ServiceAccountState.ACTIVE,
                                            ServiceAccountState.DELETING)) {
                                        if (known.isPresent()) {
                                            throw underWay();
                                        }
                                        return false;
                                    }
                                    rows.removeAll(id);
                                    takeGrantsAway(tenant, id, caller);
                                    audit.record(
                                            tenant,
                                            caller,
                                            "service-account.delete",
                                            id.value(),
                                            AuditOutcome.DONE,
                                            Change.removed(known.orElseThrow()),
                                            Map.of());
                                    return true;
                                }));
    }

    /** What is seen of an account is what it is until the transaction ends. */
    private static String lock(ServiceAccountId id) {
        return "service-account " + id.value();
    }

    private static void match(Caller caller, ServiceAccount known) {
        Preconditions.match(caller.ifMatch(), known.revision());
    }

    /** The tenant's first, in the order in which everybody takes the locks. */
    private void takeGrantsAway(TenantId tenant, ServiceAccountId id, Caller caller) {
        grants.inTenant(tenant).stream()
                .filter(grant -> grant.principal().equals(id.address()))
                .map(Grant::scope)
                .sorted(Comparator.comparing(Scope.OfNamespace.class::isInstance))
                .forEach(
                        scope -> {
                            boolean _ = grants.remove(id.address(), scope, withoutKey(caller));
                        });
    }

    private Issuance repeatedOr(Caller caller, TenantId tenant, Supplier<Issuance> work) {
        return idempotency
                .answered(caller, tenant, ANSWER)
                .<Issuance>map(Issuance.Repeated::new)
                .orElseGet(work);
    }

    private void refuse(TenantId tenant, NewServiceAccount wanted, int most) {
        existing(tenant);
        Optional<ServiceAccount> known = rows.named(tenant, wanted.name());
        if (known.isPresent()) {
            if (known.get().state() == ServiceAccountState.CREATING) {
                throw underWay();
            }
            String message = "is the name of another service account of this tenant";
            throw new ProblemException(
                    ProblemCode.NAME_TAKEN,
                    "name " + message + ".",
                    List.of(new Violation("name", message)));
        }
        int used = rows.count(tenant);
        if (used >= most) {
            throw new ProblemException(
                    ProblemCode.LIMIT_EXCEEDED,
                    "The tenant may have " + most + " service accounts.",
                    Map.of("limit", most, "used", used, "requested", 1));
        }
    }

    private static void refuse(ServiceAccount known, Duration overlap) {
        if (known.credentials().stream()
                .anyMatch(each -> each.state() == CredentialState.CREATING)) {
            throw underWay();
        }
        int used = known.credentials().size();
        // without an overlap none of them stays, so that a leaked secret can always be replaced
        if (used >= MOST_CREDENTIALS && !overlap.isZero()) {
            throw new ProblemException(
                    ProblemCode.LIMIT_EXCEEDED,
                    "An account may have "
                            + MOST_CREDENTIALS
                            + " credentials at a time; wait until the overlap of one has passed.",
                    Map.of("limit", MOST_CREDENTIALS, "used", used, "requested", 1));
        }
    }

    private void confirmed(CredentialId id) {
        if (!rows.move(id, CredentialState.CREATING, CredentialState.ACTIVE)) {
            throw new ProblemException(
                    ProblemCode.IDENTITY_PROVIDER_UNAVAILABLE,
                    "The identity provider took so long that the request was undone.");
        }
    }

    private void existing(TenantId tenant) {
        if (!rows.tenantExists(tenant)) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "There is no such tenant.");
        }
    }

    private ServiceAccount present(ServiceAccountId id) {
        return rows.find(id).orElseThrow(ServiceAccounts::noSuch);
    }

    private void record(
            CredentialId credential,
            Caller caller,
            String action,
            AuditOutcome outcome,
            Change change,
            @Nullable Duration overlap) {
        Map<String, String> detail =
                overlap == null
                        ? Map.of("client_id", credential.clientId())
                        : Map.of("client_id", credential.clientId(), "overlap", overlap.toString());
        ServiceAccountId id = credential.account();
        audit.record(
                id.tenant(),
                caller,
                "service-account." + action,
                id.value(),
                outcome,
                change,
                detail);
    }

    /** The key belongs to the whole of the change, not to the grants that are part of it. */
    private static Caller withoutKey(Caller caller) {
        return new Caller(caller.principal(), caller.requestId(), null, null);
    }

    private static ProblemException noSuch() {
        return new ProblemException(
                ProblemCode.NOT_FOUND, "There is no such service account, or you may not see it.");
    }

    private static ProblemException underWay() {
        return new ProblemException(
                ProblemCode.OPERATION_IN_PROGRESS,
                "Another request is about to make a credential of this account.");
    }
}
