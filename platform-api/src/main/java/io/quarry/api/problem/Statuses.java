package io.quarry.api.problem;

import io.quarry.metadata.problem.ProblemCode;

/** The HTTP status of each problem code: one table, total by the compiler's word. */
public final class Statuses {
    private Statuses() {}

    public static int of(ProblemCode code) {
        return switch (code) {
            case INVALID_REQUEST,
                    INVALID_NAME,
                    UNKNOWN_FIELD,
                    TOKEN_DRIFT,
                    PAGE_TOKEN_INVALID,
                    CONDITION_NOT_SUPPORTED,
                    ITEM_WRITES_ONLY ->
                    400;
            case UNAUTHENTICATED, TOKEN_EXPIRED -> 401;
            case FORBIDDEN, CSRF -> 403;
            case NOT_FOUND, ITEM_NOT_FOUND, ENTRY_NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case NOT_ACCEPTABLE -> 406;
            case NAME_TAKEN,
                    OPERATION_IN_PROGRESS,
                    OPERATION_ENDED,
                    OPERATION_NOT_CANCELLABLE,
                    OPERATION_NOT_WAITING,
                    OPERATION_UNREADABLE,
                    APPROVAL_EXPIRED,
                    DELETION_PROTECTED,
                    PURGE_BEGUN,
                    TENANT_NOT_EMPTY,
                    SHARD_NOT_EMPTY,
                    CLUSTER_TAKEN,
                    OTHER_ABSTRACTION,
                    ENTRY_KIND,
                    LAST_ADMINISTRATOR,
                    INSTANCE_LIVE,
                    SHARD_STATE,
                    CAPACITY_RESERVED,
                    IDEMPOTENCY_IN_FLIGHT,
                    NO_CAPACITY,
                    QUOTA_EXCEEDED,
                    QUOTA_BELOW_RESERVED ->
                    409;
            case PRECONDITION_FAILED -> 412;
            case PAYLOAD_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case IMMUTABLE_FIELD, IDEMPOTENCY_KEY_REUSED, LIMIT_EXCEEDED -> 422;
            case PRECONDITION_REQUIRED -> 428;
            case RATE_LIMITED, TOO_MANY_IN_FLIGHT -> 429;
            case INTERNAL -> 500;
            case STORE_UNAVAILABLE,
                    STORE_OVERLOADED,
                    ROUTE_STALE,
                    NAMESPACE_NOT_READY,
                    IDENTITY_PROVIDER_UNAVAILABLE,
                    CONTROL_PLANE_UNAVAILABLE ->
                    503;
            case DEADLINE_EXCEEDED -> 504;
        };
    }
}
