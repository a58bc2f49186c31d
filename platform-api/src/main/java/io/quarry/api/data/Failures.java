package io.quarry.api.data;

import io.quarry.abstractions.Refusal;
import io.quarry.abstractions.cache.CacheRefused;
import io.quarry.abstractions.keyvalue.KeyValueRefused;
import io.quarry.abstractions.paging.PageTokenRefused;
import io.quarry.abstractions.search.SearchRefused;
import io.quarry.abstractions.token.TokenRefused;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.stores.spi.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stores and abstractions throw, as the problem that a caller is told; shards' names are no
 * secret, addresses are.
 */
public final class Failures {
    private static final Set<String> BODIES =
            Set.of("value", "batch", "items", "document", "query");

    private Failures() {}

    /** The problem behind the failure, or the failure itself when it is nobody's fault but ours. */
    static Throwable translate(Throwable failure, String shard) {
        return switch (failure) {
            case StoreException store -> of(store, shard);
            case Refusal refusal -> refusal(refusal);
            default -> failure;
        };
    }

    public static ProblemException of(StoreException failure, String shard) {
        return switch (failure) {
            case StoreException.Unavailable _ ->
                    Refusals.of(
                            ProblemCode.STORE_UNAVAILABLE, "shard " + shard + " cannot be reached");
            case StoreException.TimedOut _ ->
                    Refusals.of(
                            ProblemCode.DEADLINE_EXCEEDED,
                            "shard " + shard + " did not answer before the request's deadline");
            case StoreException.Overloaded _ ->
                    Refusals.of(ProblemCode.STORE_OVERLOADED, "shard " + shard + " asks for less");
            case StoreException.Rejected _ ->
                    Refusals.of(
                            ProblemCode.STORE_UNAVAILABLE, "shard " + shard + " refuses the call");
            case StoreException.Missing _ ->
                    Refusals.of(
                            ProblemCode.NAMESPACE_NOT_READY,
                            "the namespace has no structure on shard " + shard);
        };
    }

    static ProblemException refusal(Refusal refusal) {
        return switch (refusal) {
            case KeyValueRefused.TooLarge large ->
                    new ProblemException(
                            BODIES.contains(field(large))
                                    ? ProblemCode.PAYLOAD_TOO_LARGE
                                    : ProblemCode.LIMIT_EXCEEDED,
                            detail(large),
                            violations(large),
                            Map.of(
                                    "limit",
                                    large.limit(),
                                    "used",
                                    large.used(),
                                    "requested",
                                    large.requested()),
                            null);
            case CacheRefused.TooLarge large -> tooLarge(large, large.limit(), large.requested());
            case SearchRefused.TooLarge large -> tooLarge(large, large.limit(), large.requested());
            case SearchRefused.Invalid invalid ->
                    Refusals.invalid(
                            invalid.violations().stream()
                                    .map(each -> new Violation(whole(each.at()), each.message()))
                                    .toList());
            case KeyValueRefused.PreconditionFailed failed -> preconditionFailed(failed);
            case TokenRefused.Drifted drifted ->
                    Refusals.of(
                            ProblemCode.TOKEN_DRIFT,
                            detail(drifted),
                            Map.of(
                                    "limit",
                                    drifted.allowed().toString(),
                                    "requested",
                                    drifted.drift().toString()));
            case TokenRefused malformed -> Refusals.invalid("Quarry-Token", detail(malformed));
            case PageTokenRefused page ->
                    new ProblemException(
                            ProblemCode.PAGE_TOKEN_INVALID,
                            detail(page),
                            violations(page),
                            Map.of(),
                            null);
            default -> Refusals.invalid(field(refusal), detail(refusal));
        };
    }

    /** A pointer, where it points at all of what was sent, is the body. */
    private static String whole(String pointer) {
        return pointer.isEmpty() ? "body" : pointer;
    }

    private static ProblemException tooLarge(Refusal large, long limit, long requested) {
        return new ProblemException(
                BODIES.contains(field(large))
                        ? ProblemCode.PAYLOAD_TOO_LARGE
                        : ProblemCode.LIMIT_EXCEEDED,
                detail(large),
                violations(large),
                Map.of("limit", limit, "used", 0L, "requested", requested),
                null);
    }

    private static ProblemException preconditionFailed(KeyValueRefused.PreconditionFailed failed) {
        var current = failed.current();
        return Refusals.of(
                ProblemCode.PRECONDITION_FAILED,
                detail(failed),
                current == null ? Map.of() : Map.of("current_token", current.format()));
    }

    private static List<Violation> violations(Refusal refusal) {
        return List.of(new Violation(field(refusal), detail(refusal)));
    }

    private static String field(Refusal refusal) {
        var field = refusal.field();
        return field == null ? "request" : field;
    }

    private static String detail(Refusal refusal) {
        var message = refusal.getMessage();
        return message == null ? refusal.code() : message;
    }
}
