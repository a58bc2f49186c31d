package io.quarry.api.control;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarry.api.identity.Issued;
import io.quarry.metadata.serviceaccount.Credential;
import io.quarry.metadata.serviceaccount.ServiceAccount;
import io.quarry.metadata.serviceaccount.ServiceAccountId;
import io.quarry.metadata.serviceaccount.ServiceAccountState;
import io.quarry.metadata.tenant.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the routes of service accounts answer. */
final class ServiceAccountAnswers {
    private ServiceAccountAnswers() {}

    @Schema(name = "ServiceAccount")
    @RegisterForReflection
    record ServiceAccountView(
            ServiceAccountId id,
            TenantId tenant,
            String name,
            String description,
            ServiceAccountState state,
            String principal,
            String clientId,
            List<Credential> credentials,
            String createdBy,
            Instant createdAt,
            @Nullable Instant rotatedAt,
            List<String> permissions) {
        static ServiceAccountView of(ServiceAccount account, List<String> permissions) {
            return new ServiceAccountView(
                    account.id(),
                    account.tenant(),
                    account.name(),
                    account.description(),
                    account.state(),
                    account.id().address(),
                    account.clientId(),
                    account.credentials(),
                    account.createdBy(),
                    account.createdAt(),
                    account.rotatedAt(),
                    permissions);
        }
    }

    @Schema(name = "ServiceAccountPage")
    @RegisterForReflection
    record ServiceAccountPage(List<ServiceAccountView> items, @Nullable String nextPageToken) {}

    /**
     * The one answer that has a secret.
     *
     * @param clientSecret null where the same request was answered before
     */
    @Schema(name = "ServiceAccountSecret")
    @RegisterForReflection
    record ServiceAccountSecret(
            ServiceAccountView account,
            String clientId,
            @Nullable String clientSecret,
            String tokenUrl,
            String curl,
            String note) {
        private static final String SHOWN =
                "The secret is shown here and never again; keep it where only the program finds it.";
        private static final String NOT_SHOWN =
                "The secret was in the first answer to this Idempotency-Key; if that was lost, rotate.";

        static ServiceAccountSecret of(Issued issued, ServiceAccountView view, URI tokenUrl) {
            var secret = issued.secret();
            return new ServiceAccountSecret(
                    view,
                    view.clientId(),
                    secret,
                    tokenUrl.toString(),
                    "curl -s -d grant_type=client_credentials -d client_id=%s -d client_secret=%s %s"
                            .formatted(
                                    view.clientId(),
                                    secret == null ? "\"$CLIENT_SECRET\"" : secret,
                                    tokenUrl),
                    secret == null ? NOT_SHOWN : SHOWN);
        }

        /** Without the secret, so that no log can have it. */
        @Override
        public String toString() {
            return "ServiceAccountSecret[" + clientId + "]";
        }
    }
}
