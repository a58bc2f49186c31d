package io.quarry.api.identity;

import io.quarry.api.security.IdentityConfig;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.serviceaccount.CredentialId;
import io.quarry.metadata.serviceaccount.Credentials;
import io.quarry.metadata.serviceaccount.Issuance;
import io.quarry.metadata.serviceaccount.NewServiceAccount;
import io.quarry.metadata.serviceaccount.ServiceAccount;
import io.quarry.metadata.serviceaccount.ServiceAccountId;
import io.quarry.metadata.serviceaccount.ServiceAccounts;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Makes credentials: the row, the client, the row again. A secret exists in the answer and in the
 * identity provider, and nowhere else; a process that ends before the answer takes it along, and
 * the {@link Settler} removes the client that has it.
 */
@ApplicationScoped
public class Issuer {
    private static final Logger LOG = Logger.getLogger(Issuer.class);
    private static final int SECRET_BYTES = 32;

    private final ServiceAccounts accounts;
    private final Credentials credentials;
    private final KeycloakClients clients;
    private final Settler settler;
    private final ServiceAccountConfig config;
    private final IdentityConfig identity;
    private final SecureRandom random = new SecureRandom();

    Issuer(
            ServiceAccounts accounts,
            Credentials credentials,
            KeycloakClients clients,
            Settler settler,
            ServiceAccountConfig config,
            IdentityConfig identity) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.clients = clients;
        this.settler = settler;
        this.config = config;
        this.identity = identity;
    }

    /** A new account with its first credential. */
    public Issued create(TenantId tenant, NewServiceAccount wanted, Caller caller) {
        return issue(
                accounts.begin(tenant, wanted, config.mostPerTenant(), caller),
                credential -> accounts.confirm(credential, wanted, caller));
    }

    /** One more credential; those before it work until the overlap has passed. */
    public Issued rotate(TenantId tenant, ServiceAccountId id, Duration overlap, Caller caller) {
        var issued =
                issue(
                        accounts.beginRotation(tenant, id, overlap, caller),
                        credential -> accounts.confirmRotation(credential, overlap, caller));
        if (overlap.isZero()) {
            settler.wake();
        }
        return issued;
    }

    /**
     * Its grants are gone when this returns, and its clients soon after, whether the identity
     * provider answers or not.
     *
     * @return false if there is no such account
     */
    public boolean delete(TenantId tenant, ServiceAccountId id, Caller caller) {
        var deleted = accounts.delete(tenant, id, caller);
        if (deleted) {
            HaltPoint.DELETION_DECIDED.reached(id.value());
            settler.wake();
        }
        return deleted;
    }

    private Issued issue(Issuance begun, Function<CredentialId, ServiceAccount> confirm) {
        return switch (begun) {
            case Issuance.Repeated(ServiceAccount account) -> new Issued(account, null);
            case Issuance.Begun(CredentialId credential) -> make(credential, confirm);
        };
    }

    private Issued make(CredentialId credential, Function<CredentialId, ServiceAccount> confirm) {
        HaltPoint.ROW_BEGUN.reached(credential.clientId());
        var secret = secret();
        try {
            clients.create(credential.clientId(), secret, identity.audience());
            HaltPoint.CLIENT_MADE.reached(credential.clientId());
            var account = confirm.apply(credential);
            HaltPoint.CONFIRMED.reached(credential.clientId());
            return new Issued(account, secret);
        } catch (RuntimeException failed) {
            undo(credential);
            throw failed;
        }
    }

    /** Changes nothing where the confirmation was committed after all. */
    private void undo(CredentialId credential) {
        try {
            credentials.abandon(credential);
        } catch (RuntimeException later) {
            LOG.warnf("%s is undone later: %s", credential.clientId(), later.getMessage());
        }
        settler.undone();
    }

    private String secret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
