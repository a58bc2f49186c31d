package io.quarry.api.data;

import io.quarry.api.routes.Access;
import io.quarry.metadata.namespace.Abstraction;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** One data route of one abstraction: the calls of all plugs are exactly the routes there are. */
public interface DataCall {
    Abstraction abstraction();

    HttpMethod method();

    Shape shape();

    Access access();

    /** Whether it is about one item, and so has the shorter deadline. */
    boolean isPoint();

    /** The names that its query may have. */
    Set<String> parameters();

    /** The meters' label, one among those of its abstraction. */
    String label();

    default boolean writes() {
        return access() == Access.WRITE;
    }

    /** One form of path below a namespace. */
    interface Shape {
        /** As the contract writes it. */
        String template();
    }
}
