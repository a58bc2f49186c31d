package io.quarry.api.data;

import io.quarry.api.routes.Access;
import io.quarry.metadata.namespace.Abstraction;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import java.util.Set;

/** One data route of one abstraction: the calls of all plugs are exactly the routes there are. */
public interface DataCall {
    Abstraction abstraction();

    Facts facts();

    /** Whether it is about one item, and so has the shorter deadline. */
    boolean isPoint();

    /** The constant's, one among those of its abstraction. */
    String name();

    /**
     * What a route is.
     *
     * @param parameters the names that its query may have
     */
    record Facts(HttpMethod method, Shape shape, Access access, Set<String> parameters) {
        public Facts {
            parameters = Set.copyOf(parameters);
        }
    }

    default HttpMethod method() {
        return facts().method();
    }

    default Shape shape() {
        return facts().shape();
    }

    default Access access() {
        return facts().access();
    }

    /** The names that its query may have. */
    default Set<String> parameters() {
        return facts().parameters();
    }

    /** The meters' label, one among those of its abstraction. */
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    default boolean writes() {
        return access() == Access.WRITE;
    }

    /** One form of path below a namespace. */
    interface Shape {
        /** As the contract writes it. */
        String template();
    }
}
