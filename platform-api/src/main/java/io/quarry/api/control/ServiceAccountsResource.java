package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.MEMBERS_CHANGE;
import static io.quarry.metadata.access.Permission.MEMBERS_READ;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.ServiceAccountAnswers.ServiceAccountPage;
import io.quarry.api.control.ServiceAccountAnswers.ServiceAccountSecret;
import io.quarry.api.control.ServiceAccountAnswers.ServiceAccountView;
import io.quarry.api.identity.Issued;
import io.quarry.api.identity.Issuer;
import io.quarry.api.identity.ServiceAccountConfig;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.problem.Preconditions;
import io.quarry.metadata.serviceaccount.NewServiceAccount;
import io.quarry.metadata.serviceaccount.ServiceAccount;
import io.quarry.metadata.serviceaccount.ServiceAccountId;
import io.quarry.metadata.serviceaccount.ServiceAccounts;
import io.quarry.metadata.tenant.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A tenant's programs. A secret leaves by the answer that made it, and by no other. */
@Path("/api/v1/tenants/{tenant}/service-accounts")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ServiceAccountsResource {
    private final Asker asker;
    private final ServiceAccounts accounts;
    private final Issuer issuer;
    private final ServiceAccountConfig config;

    ServiceAccountsResource(
            Asker asker, ServiceAccounts accounts, Issuer issuer, ServiceAccountConfig config) {
        this.asker = asker;
        this.accounts = accounts;
        this.issuer = issuer;
        this.config = config;
    }

    @GET
    @Operation(
            operationId = "listServiceAccounts",
            summary = "The tenant's service accounts, by name")
    public ServiceAccountPage list(@PathParam("tenant") String tenant, @Context UriInfo uri) {
        var page = Query.of(uri, "limit", "page_token").page();
        var id = TenantId.of(tenant);
        asker.require(MEMBERS_READ, new Scope.OfTenant(id));
        var listing = accounts.list(id, page);
        return new ServiceAccountPage(
                listing.items().stream().map(this::view).toList(), listing.nextPageToken());
    }

    @GET
    @Path("{account}")
    @Operation(operationId = "getServiceAccount", summary = "One service account")
    @APIResponse(
            responseCode = "200",
            description = "the account",
            content = @Content(schema = @Schema(implementation = ServiceAccountView.class)))
    public Response get(
            @PathParam("tenant") String tenant,
            @PathParam("account") String account,
            @Context UriInfo uri) {
        Query.of(uri);
        var id = TenantId.of(tenant);
        asker.require(MEMBERS_READ, new Scope.OfTenant(id));
        var known = existing(id, ServiceAccountId.of(account));
        return Headers.tagged(200, known.revision(), view(known));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createServiceAccount",
            summary = "Create a service account; its secret is shown once")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(
            responseCode = "201",
            description = "created, with its secret",
            content = @Content(schema = @Schema(implementation = ServiceAccountSecret.class)))
    public Response create(
            @PathParam("tenant") String tenant,
            @Context UriInfo uri,
            @Nullable NewServiceAccount wanted) {
        var query = Query.of(uri, "dry_run");
        var id = TenantId.of(tenant);
        asker.require(MEMBERS_CHANGE, new Scope.OfTenant(id));
        var given = Query.given(wanted);
        if (query.flag("dry_run")) {
            accounts.check(id, given, config.mostPerTenant());
            var role = given.role() == null ? "no role" : "the role " + given.role().wire();
            return plan(
                    "create",
                    "Creates the service account " + given.name() + " with " + role + " on " + id);
        }
        return secret(201, issuer.create(id, given, asker.caller()));
    }

    @POST
    @Path("{account}:rotate")
    @Operation(
            operationId = "rotateServiceAccount",
            summary = "Make a new secret, shown once; the old one works on for the overlap")
    @APIResponse(
            responseCode = "200",
            description = "rotated, with the new secret, or with dry_run what would be done",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            oneOf = {
                                                ServiceAccountSecret.class,
                                                ChangePlan.class
                                            })))
    public Response rotate(
            @PathParam("tenant") String tenant,
            @PathParam("account") String account,
            @Context UriInfo uri) {
        var query = Query.of(uri, "dry_run", "overlap");
        var id = TenantId.of(tenant);
        asker.require(MEMBERS_CHANGE, new Scope.OfTenant(id));
        var known = existing(id, ServiceAccountId.of(account));
        var overlap = overlap(query);
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            Preconditions.match(caller.ifMatch(), known.revision());
            return plan(
                    "change",
                    "Makes a new secret of "
                            + known.name()
                            + "; those before it work for "
                            + overlap);
        }
        return secret(200, issuer.rotate(id, known.id(), overlap, caller));
    }

    @DELETE
    @Path("{account}")
    @Operation(
            operationId = "deleteServiceAccount",
            summary = "Delete a service account, its grants at once")
    @APIResponse(
            responseCode = "200",
            description = "with dry_run: what would be done",
            content = @Content(schema = @Schema(implementation = ChangePlan.class)))
    @APIResponse(responseCode = "204", description = "deleted")
    public Response delete(
            @PathParam("tenant") String tenant,
            @PathParam("account") String account,
            @Context UriInfo uri) {
        var query = Query.of(uri, "dry_run");
        var id = TenantId.of(tenant);
        asker.require(MEMBERS_CHANGE, new Scope.OfTenant(id));
        var wanted = ServiceAccountId.of(account);
        var caller = asker.caller();
        if (query.flag("dry_run")) {
            var known = existing(id, wanted);
            Preconditions.match(caller.ifMatch(), known.revision());
            return plan(
                    "delete", "Deletes the service account " + known.name() + " and its grants");
        }
        if (!issuer.delete(id, wanted, caller)) {
            throw Asker.noSuch("service account");
        }
        return Response.noContent().build();
    }

    private Duration overlap(Query query) {
        var overlap = query.duration("overlap", config.defaultOverlap());
        if (overlap.compareTo(config.longestOverlap()) > 0) {
            throw Query.invalid("overlap", "may be at most " + config.longestOverlap());
        }
        return overlap;
    }

    private ServiceAccount existing(TenantId tenant, ServiceAccountId id) {
        return accounts.find(tenant, id).orElseThrow(() -> Asker.noSuch("service account"));
    }

    private static Response plan(String action, String summary) {
        return Response.ok(new ChangePlan(action, summary + ".")).build();
    }

    private Response secret(int status, Issued issued) {
        var never = new CacheControl();
        never.setNoStore(true);
        var account = issued.account();
        var shown = ServiceAccountSecret.of(issued, view(account), config.tokenUrl());
        return Response.fromResponse(Headers.tagged(status, account.revision(), shown))
                .cacheControl(never)
                .build();
    }

    private ServiceAccountView view(ServiceAccount account) {
        var change = asker.may(MEMBERS_CHANGE, new Scope.OfTenant(account.tenant()));
        return ServiceAccountView.of(
                account, change ? List.of("read", "change", "delete") : List.of("read"));
    }
}
