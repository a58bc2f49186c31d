package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.DATA_READ;
import static io.quarry.metadata.access.Permission.DATA_WRITE;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.relational.IssuedLogin;
import io.quarry.api.relational.LoginIssuer;
import io.quarry.api.relational.RelationalConfig;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.relational.DatabaseConnection;
import io.quarry.metadata.relational.RelationalLogins;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The way to the database of a relational namespace. A password leaves by the answer that made it,
 * and by no other.
 */
@Path("/api/v1/tenants/{tenant}/namespaces")
@Tag(name = "namespaces")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RelationalResource {
    private final Asker asker;
    private final RelationalLogins logins;
    private final LoginIssuer issuer;
    private final RelationalConfig config;

    RelationalResource(
            Asker asker, RelationalLogins logins, LoginIssuer issuer, RelationalConfig config) {
        this.asker = asker;
        this.logins = logins;
        this.issuer = issuer;
        this.config = config;
    }

    /**
     * What credentials are.
     *
     * @param password null where the same request was answered before
     */
    @Schema(name = "DatabaseCredentials")
    @RegisterForReflection
    record DatabaseCredentials(
            DatabaseConnection connection,
            @Nullable String user,
            @Nullable String password,
            String note) {
        private static final String SHOWN =
                "The password is shown here and never again; keep it where only the program finds it.";
        private static final String NOT_SHOWN =
                "The password was in the first answer to this Idempotency-Key; if that was lost, ask with reissue.";

        static DatabaseCredentials of(IssuedLogin issued) {
            var password = issued.password();
            return new DatabaseCredentials(
                    issued.connection(),
                    issued.connection().user(),
                    password,
                    password == null ? NOT_SHOWN : SHOWN);
        }

        /** Without the password, so that no log can have it. */
        @Override
        public String toString() {
            return "DatabaseCredentials[" + user + "]";
        }
    }

    @GET
    @Path("{namespace}/connection")
    @Operation(
            operationId = "getConnection",
            summary = "How a PostgreSQL client reaches a relational namespace; never a password")
    public DatabaseConnection connection(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @Context UriInfo uri) {
        Query.of(uri);
        var id = NamespaceId.of(tenant, namespace);
        asker.require(DATA_READ, new Scope.OfNamespace(id));
        return logins.connection(id);
    }

    @POST
    @Path("{namespace}:credentials")
    @Operation(
            operationId = "issueCredentials",
            summary = "Make a new password, shown once; the log-in before works on for the overlap",
            description =
                    "Of the two log-ins of a relational namespace, the one whose turn it is gets a new password. While both work the request is refused, unless no overlap is wanted or reissue says that the newest password was lost.")
    @APIResponse(
            responseCode = "200",
            description = "the credentials, or with dry_run what would be done",
            content =
                    @Content(
                            schema =
                                    @Schema(oneOf = {DatabaseCredentials.class, ChangePlan.class})))
    public Response credentials(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @Context UriInfo uri) {
        var query = Query.of(uri, "dry_run", "overlap", "reissue");
        var dryRun = query.flag("dry_run");
        var reissue = query.flag("reissue");
        var overlap = overlap(query);
        var id = NamespaceId.of(tenant, namespace);
        var caller = asker.caller();
        asker.require(DATA_WRITE, new Scope.OfNamespace(id));
        if (dryRun) {
            var user = logins.check(id, reissue, overlap);
            var summary =
                    "Makes a new password of "
                            + user
                            + "; the log-in before it works for "
                            + overlap
                            + ".";
            return Response.ok(new ChangePlan("change", summary)).build();
        }
        var never = new CacheControl();
        never.setNoStore(true);
        return Response.ok(DatabaseCredentials.of(issuer.issue(id, reissue, overlap, caller)))
                .cacheControl(never)
                .build();
    }

    private Duration overlap(Query query) {
        var overlap = query.duration("overlap", config.defaultOverlap());
        if (overlap.compareTo(config.longestOverlap()) > 0) {
            throw Query.invalid("overlap", "may be at most " + config.longestOverlap());
        }
        return overlap;
    }
}
