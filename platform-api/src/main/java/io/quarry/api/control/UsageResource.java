package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.TENANT_READ;

import io.quarry.api.control.Answers.UsagePage;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.problem.Names;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.usage.Usage;
import io.quarry.metadata.usage.UsageStep;
import io.quarry.metadata.usage.UsageWindow;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/tenants/{tenant}/usage")
@Tag(name = "tenants")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class UsageResource {
    private final Asker asker;
    private final Usage usage;
    private final Clock clock = Clock.systemUTC();

    UsageResource(Asker asker, Usage usage) {
        this.asker = asker;
        this.usage = usage;
    }

    @GET
    @Operation(
            operationId = "getUsage",
            summary = "What a tenant's namespaces used, by the hour or the day",
            description =
                    "Counts of all gateways, known within a minute. Cost is in units of work, not of money."
                            + " Steps without requests are left out; retired namespaces are among the rest.")
    public UsagePage get(@PathParam("tenant") String tenant, @Context UriInfo uri) {
        var query = Query.of(uri, "from", "to", "step", "namespace", "limit", "page_token");
        var id = TenantId.of(tenant);
        asker.require(TENANT_READ, new Scope.OfTenant(id));
        var window = window(query);
        return usage.list(id, window, query.page())
                .map(listing -> UsagePage.of(window, listing))
                .orElseThrow(() -> Asker.noSuch("tenant"));
    }

    private UsageWindow window(Query query) {
        var step = query.oneOf("step", UsageStep.class, UsageStep::wire);
        var namespace = query.text("namespace");
        if (namespace != null) {
            Names.check("namespace", namespace);
        }
        return UsageWindow.of(
                query.instant("from"),
                query.instant("to"),
                Objects.requireNonNullElse(step, UsageStep.HOUR),
                namespace,
                clock.instant());
    }
}
