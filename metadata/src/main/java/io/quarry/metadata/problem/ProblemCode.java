package io.quarry.metadata.problem;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Every problem there is; each has a page in {@code docs/problems}. Its status code is the API's
 * business.
 */
public enum ProblemCode {
    INVALID_REQUEST("The request is not valid", false),
    INVALID_NAME("A name does not match its pattern", false),
    UNKNOWN_FIELD("The request has a field that is not known", false),
    NOT_FOUND("There is no such resource, or you may not see it", false),
    UNAUTHENTICATED("A valid token is needed", false),
    TOKEN_EXPIRED("The access token has expired", false),
    FORBIDDEN("You lack the role for this", false),
    CSRF("A change made with a session cookie needs the X-Requested-With header", false),
    PRECONDITION_REQUIRED("Replacing this needs an If-Match header", false),
    PRECONDITION_FAILED("The resource has changed since you read it", false),
    NAME_TAKEN("The name is taken", false),
    OPERATION_IN_PROGRESS("Another operation on this resource is under way", true),
    OPERATION_ENDED("The operation has ended", false),
    OPERATION_NOT_CANCELLABLE("The operation can no longer be cancelled", false),
    OPERATION_NOT_WAITING("The operation does not wait for this", false),
    OPERATION_UNREADABLE("Another version of Quarry has written the operation", true),
    APPROVAL_EXPIRED("Nobody approved the operation in time", false),
    DELETION_PROTECTED("The resource is protected from deletion", false),
    PURGE_BEGUN("The namespace is being purged", false),
    TENANT_NOT_EMPTY("The tenant still has namespaces", false),
    SHARD_NOT_EMPTY("The shard still holds namespaces", false),
    OTHER_ABSTRACTION("The namespace is of another abstraction", false),
    LAST_ADMINISTRATOR("Nobody would be left who administers this", false),
    INSTANCE_LIVE("The instance still lives", true),
    CLUSTER_TAKEN("The cluster is another shard already", false),
    SHARD_STATE("The shard's state does not allow this", false),
    CAPACITY_RESERVED("Less capacity than is reserved", false),
    IMMUTABLE_FIELD("A field that cannot change was changed", false),
    NO_CAPACITY("No shard has room", true),
    QUOTA_EXCEEDED("The tenant's quota is used up", false),
    QUOTA_BELOW_RESERVED("The quota would be less than what is reserved", false),
    IDEMPOTENCY_KEY_REUSED("The idempotency key was used with another request", false),
    IDEMPOTENCY_IN_FLIGHT("The first request with this idempotency key is still under way", true),
    PAYLOAD_TOO_LARGE("The body is too large", false),
    UNSUPPORTED_MEDIA_TYPE("The body's media type is not supported", false),
    METHOD_NOT_ALLOWED("The method is not allowed here", false),
    NOT_ACCEPTABLE("No representation is acceptable", false),
    RATE_LIMITED("The rate limit is used up", true),
    TOO_MANY_IN_FLIGHT("Too many requests are in flight", true),
    TOKEN_DRIFT("The write token is too far from the server's clock", false),
    PAGE_TOKEN_INVALID("The page token does not belong to this listing", false),
    CONDITION_NOT_SUPPORTED("This namespace does not take conditional writes", false),
    ITEM_WRITES_ONLY("This namespace takes writes of single items only", false),
    LIMIT_EXCEEDED("A limit is exceeded", false),
    ITEM_NOT_FOUND("There is no such item", false),
    ENTRY_NOT_FOUND("The cache has no such entry", false),
    ENTRY_KIND("The entry is of another kind", false),
    STORE_UNAVAILABLE("The store does not answer", true),
    STORE_OVERLOADED("The store is overloaded", true),
    DEADLINE_EXCEEDED("The deadline has passed", true),
    ROUTE_STALE("The route has changed under way", true),
    NAMESPACE_NOT_READY("The namespace is not ready", true),
    IDENTITY_PROVIDER_UNAVAILABLE("The identity provider does not answer", true),
    CONTROL_PLANE_UNAVAILABLE("The control plane is not available", true),
    INTERNAL("Something went wrong on our side", true);

    private final String title;
    private final boolean retryable;

    ProblemCode(String title, boolean retryable) {
        this.title = title;
        this.retryable = retryable;
    }

    /** The code on the wire, in kebab-case; also the name of its page. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean retryable() {
        return retryable;
    }
}
