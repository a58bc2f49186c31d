package io.quarry.metadata.audit;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did what, and what was denied. */
@ApplicationScoped
public class Audit {
    /** In the transaction of the mutation. */
    public void record(
            Caller caller, String action, String target, String outcome, Map<String, ?> detail) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /**
     * Folded by principal, route and minute; the route is a template such as {@code GET
     * /api/v1/tenants/{tenant}}.
     */
    public void denial(Principal principal, String route, @Nullable TenantId tenant) {
        throw new UnsupportedOperationException("lands with the next change");
    }
}
