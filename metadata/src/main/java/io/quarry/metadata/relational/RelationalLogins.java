package io.quarry.metadata.relational;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.RelationalSpec;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of relational namespaces, as their tenants ask for them. They come in two
 * transactions with the worker between them; what is begun and never confirmed ends no other
 * credentials, and the next request takes its turn.
 */
@ApplicationScoped
public class RelationalLogins {
    private static final TypeReference<DatabaseConnection> ANSWER = new TypeReference<>() {};
    private static final String VERIFIER = "SCRAM-SHA-256$";
    private static final int BOTH = LoginSlot.values().length;

    private final Tenancy tenancy;
    private final Namespaces namespaces;
    private final Shards shards;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Sql sql;
    private final LoginRows rows;

    RelationalLogins(
            Tenancy tenancy,
            Namespaces namespaces,
            Shards shards,
            Idempotency idempotency,
            Audit audit,
            Sql sql) {
        this.tenancy = tenancy;
        this.namespaces = namespaces;
        this.shards = shards;
        this.idempotency = idempotency;
        this.audit = audit;
        this.sql = sql;
        this.rows = new LoginRows(sql);
    }

    /** How the database is reached; OTHER_ABSTRACTION if the namespace has none. */
    public DatabaseConnection connection(NamespaceId id) {
        return tenancy.call(id.tenant(), () -> connection(relational(id)));
    }

    /**
     * Refuses what {@link #begin} would refuse now; changes nothing.
     *
     * @return the log-in whose turn it is
     */
    public String check(NamespaceId id, boolean reissue, Duration overlap) {
        return tenancy.call(
                id.tenant(),
                () -> {
                    Namespace namespace = ready(id);
                    List<Login> logins = rows.of(id.tenant(), namespace.uid());
                    return turn(logins, reissue, overlap).user(namespace.uid());
                });
    }

    /**
     * The turn of a log-in to get the password that the verifier is of.
     *
     * @param reissue where the newest password was lost: its log-in gets another one
     * @param overlap how long the other log-in is to work on
     * @throws ProblemException LIMIT_EXCEEDED while both log-ins work, unless the overlap is zero
     * @throws IllegalArgumentException where that is no verifier, before a database could quote it
     */
    public Issuance begin(
            NamespaceId id, String verifier, boolean reissue, Duration overlap, Caller caller) {
        if (!verifier.startsWith(VERIFIER)) {
            throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
        }
        return tenancy.call(
                id.tenant(),
                () ->
                        idempotency
                                .answered(caller, id.tenant(), ANSWER)
                                .<Issuance>map(Issuance.Repeated::new)
                                .orElseGet(() -> begun(id, verifier, reissue, overlap, caller)));
    }

    /**
     * Whether the worker has given the log-in its password.
     *
     * @throws ProblemException OPERATION_IN_PROGRESS if another request has overtaken this one
     */
    public boolean isSet(LoginId id) {
        Login login =
                tenancy.call(id.tenant(), () -> rows.of(id.tenant(), id.uid())).stream()
                        .filter(each -> each.slot() == id.slot())
                        .findFirst()
                        .orElseThrow(RelationalLogins::overtaken);
        if (login.number() != id.number()) {
            throw overtaken();
        }
        return login.state() != LoginState.SETTING;
    }

    /**
     * The password is about to be shown: the other log-in works until the overlap has passed, or
     * until an earlier time that an earlier request stated.
     *
     * @throws ProblemException OPERATION_IN_PROGRESS if another request has overtaken this one
     */
    public DatabaseConnection confirm(
            NamespaceId id, LoginId login, Duration overlap, Caller caller) {
        return tenancy.call(
                id.tenant(),
                () ->
                        idempotency.once(
                                caller,
                                id.tenant(),
                                ANSWER,
                                () -> {
                                    if (!rows.move(login, LoginState.SET, LoginState.ACTIVE)) {
                                        throw overtaken();
                                    }
                                    rows.overlap(login, overlap);
                                    record(id, login, caller, AuditOutcome.DONE, overlap);
                                    return connection(relational(id));
                                }));
    }

    private Issuance begun(
            NamespaceId id, String verifier, boolean reissue, Duration overlap, Caller caller) {
        Namespace namespace = ready(id);
        sql.lock("logins " + namespace.uid());
        List<Login> logins = rows.of(id.tenant(), namespace.uid());
        LoginSlot slot = turn(logins, reissue, overlap);
        int last = logins.isEmpty() ? 0 : logins.getLast().number();
        LoginId login = new LoginId(id.tenant(), namespace.uid(), slot, last + 1);
        rows.begin(login, verifier, caller.principal().address());
        record(id, login, caller, AuditOutcome.ACCEPTED, overlap);
        return new Issuance.Begun(login);
    }

    private static LoginSlot turn(List<Login> logins, boolean reissue, Duration overlap) {
        return Turn.of(logins, reissue, overlap.isZero(), Instant.now())
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ProblemCode.LIMIT_EXCEEDED,
                                        "Both log-ins of the database work, the older one until "
                                                + worksUntil(logins)
                                                + ". Wait until then, or ask for reissue where the"
                                                + " newest password was lost, or for no overlap.",
                                        Map.of("limit", BOTH, "used", BOTH, "requested", 1)));
    }

    private static @Nullable Instant worksUntil(List<Login> logins) {
        for (Login login : logins) {
            if (login.state() == LoginState.ACTIVE && login.worksUntil() != null) {
                return login.worksUntil();
            }
        }
        return null;
    }

    private Namespace relational(NamespaceId id) {
        Namespace namespace =
                namespaces
                        .find(id)
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                ProblemCode.NOT_FOUND,
                                                "There is no such namespace, or you may not see"
                                                        + " it."));
        Abstraction abstraction = namespace.spec().abstraction();
        if (abstraction != Abstraction.RELATIONAL) {
            throw new ProblemException(
                    ProblemCode.OTHER_ABSTRACTION,
                    id + " is " + abstraction.wire() + "; only a relational namespace has this.");
        }
        return namespace;
    }

    private Namespace ready(NamespaceId id) {
        Namespace namespace = relational(id);
        NamespaceState state = namespace.status().state();
        if (state != NamespaceState.ACTIVE && state != NamespaceState.CHANGING) {
            throw new ProblemException(
                    ProblemCode.NAMESPACE_NOT_READY, id + " is " + state + "; try again later.");
        }
        return namespace;
    }

    private DatabaseConnection connection(Namespace namespace) {
        String placed = namespace.status().placements().getFirst().shard();
        Shard shard =
                shards.find(placed)
                        .orElseThrow(() -> new IllegalStateException("no shard " + placed));
        String endpoint = shard.endpoints().getFirst();
        int colon = endpoint.lastIndexOf(':');
        String database = namespace.uid() + "_" + namespace.status().epoch();
        List<DatabaseLogin> logins = rows.working(namespace.tenant(), namespace.uid());
        String sslmode = shard.settings().getOrDefault("sslmode", "prefer");
        RelationalSpec limits =
                Objects.requireNonNullElse(namespace.spec().relational(), RelationalSpec.DEFAULT);
        return new DatabaseConnection(
                endpoint.substring(0, colon),
                Integer.parseInt(endpoint.substring(colon + 1)),
                database,
                logins.isEmpty() ? null : logins.getLast().user(),
                sslmode,
                "jdbc:postgresql://"
                        + String.join(",", shard.endpoints())
                        + "/"
                        + database
                        + "?sslmode="
                        + sslmode,
                limits.maxConnections(),
                limits.statementTimeout(),
                limits.storageBytes(),
                logins);
    }

    private void record(
            NamespaceId id, LoginId login, Caller caller, AuditOutcome outcome, Duration overlap) {
        audit.record(
                id.tenant(),
                caller,
                "namespace.credentials",
                id.toString(),
                outcome,
                Map.of(
                        "uid",
                        login.uid(),
                        "user",
                        login.user(),
                        "number",
                        login.number(),
                        "overlap",
                        overlap.toString()));
    }

    private static ProblemException overtaken() {
        return new ProblemException(
                ProblemCode.OPERATION_IN_PROGRESS,
                "Another request for credentials of this namespace has overtaken this one.");
    }
}
