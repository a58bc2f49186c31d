package io.quarry.stores.memcached;

import com.spotify.folsom.MemcacheAuthenticationException;
import com.spotify.folsom.MemcacheOverloadedException;
import com.spotify.folsom.MemcacheStatus;
import io.quarry.stores.spi.StoreException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where exceptions of connections and of the client library end. */
final class MemcachedErrors {
    private MemcachedErrors() {}

    /** Whatever it is, repeating is harmless and may help. */
    static StoreException translate(@Nullable IOException error) {
        return new StoreException.Unavailable(
                "memcached does not answer: " + (error == null ? "no node" : error.getMessage()),
                error);
    }

    /** What the library threw instead of an answer. */
    static StoreException translate(String endpoint, @Nullable Throwable cause) {
        return switch (cause) {
            case MemcacheOverloadedException overloaded ->
                    new StoreException.Overloaded(
                            endpoint + ": too many calls are under way", overloaded);
            // the library takes every CLIENT_ERROR for a question of log-in
            case MemcacheAuthenticationException refused ->
                    new StoreException.Rejected(endpoint + " refuses the call", refused);
            case null, default ->
                    new StoreException.Unavailable(
                            endpoint
                                    + " does not answer: "
                                    + (cause == null ? "no reason" : cause.getMessage()),
                            cause);
        };
    }

    /** A status that is none of the outcomes of its call. */
    static StoreException unexpected(String endpoint, MemcacheStatus status) {
        if (status == MemcacheStatus.VALUE_TOO_LARGE) {
            return new StoreException.Rejected("the value is too large for " + endpoint, null);
        }
        if (status == MemcacheStatus.OUT_OF_MEMORY
                || status == MemcacheStatus.BUSY
                || status == MemcacheStatus.TEMPORARY_FAILURE) {
            return new StoreException.Overloaded(endpoint + " has no room: " + status, null);
        }
        return new StoreException.Rejected(endpoint + " answers " + status, null);
    }

    static StoreException tooLate(String endpoint, @Nullable Throwable cause) {
        return new StoreException.TimedOut(
                "the deadline passed before " + endpoint + " answered", cause);
    }

    static StoreException noNode(List<String> endpoints) {
        return new StoreException.Unavailable("no node answers: " + endpoints, null);
    }
}
