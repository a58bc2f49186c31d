package io.quarry.api.relational;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.relational.Issuance;
import io.quarry.metadata.relational.LoginId;
import io.quarry.metadata.relational.RelationalLogins;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.postgresql.util.PasswordUtil;

/**
 * Makes passwords. One exists in the answer and nowhere else: what leaves this process besides is
 * its SCRAM-SHA-256 verifier, which the worker gives to the database. A process that ends before
 * the answer takes the password along, and the next request has the same turn.
 */
@ApplicationScoped
public class LoginIssuer {
    private static final int PASSWORD_BYTES = 32;

    private final RelationalLogins logins;
    private final RelationalConfig config;
    private final SecureRandom random = new SecureRandom();

    LoginIssuer(RelationalLogins logins, RelationalConfig config) {
        this.logins = logins;
        this.config = config;
    }

    /**
     * A new password for the log-in whose turn it is; the other one works until the overlap has
     * passed.
     *
     * @throws ProblemException STORE_UNAVAILABLE if the database could not be told in time; nothing
     *     that worked before has ended then
     */
    public IssuedLogin issue(NamespaceId id, boolean reissue, Duration overlap, Caller caller) {
        var password = password();
        return switch (logins.begin(id, verifier(password), reissue, overlap, caller)) {
            case Issuance.Repeated(var connection) -> new IssuedLogin(connection, null);
            case Issuance.Begun(LoginId login) -> {
                awaitSet(login);
                yield new IssuedLogin(logins.confirm(id, login, overlap, caller), password);
            }
        };
    }

    private void awaitSet(LoginId login) {
        var begin = System.nanoTime();
        while (!logins.isSet(login)) {
            if (System.nanoTime() - begin > config.patience().toNanos()) {
                throw new ProblemException(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The database has not taken the new password yet; what worked before still"
                                + " does.");
            }
            try {
                Thread.sleep(config.look());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private String password() {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** RFC 5803, by the driver's own code; it wipes the characters that it is given. */
    static String verifier(String password) {
        return PasswordUtil.encodeScramSha256(password.toCharArray());
    }
}
