package io.quarry.metadata.serviceaccount;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.tenant.TenantId;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A service account's identity, {@code sa.TENANT.NAME.RANDOM}: two tenants never meet in one, and
 * an account that is deleted and made again under its name shares nothing with the old one. Grants
 * address it as {@code client:ID}.
 */
public record ServiceAccountId(@JsonValue String value) {
    /** What the clients of all service accounts begin with, and no other client of the realm. */
    public static final String PREFIX = "sa.";

    private static final String NAME = "[a-z][a-z0-9-]{1,38}[a-z0-9]";
    public static final String PATTERN = "sa\\." + NAME + "\\." + NAME + "\\.[a-z0-9]{8}";

    private static final Pattern ID = Pattern.compile(PATTERN);
    private static final Pattern CLIENT = Pattern.compile("(" + PATTERN + ")\\.[1-9][0-9]{0,8}");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int RANDOM_LENGTH = 8;

    public ServiceAccountId {
        if (!ID.matcher(value).matches()) {
            String message = "must be the id of a service account, sa.TENANT.NAME.XXXXXXXX";
            throw new ProblemException(
                    ProblemCode.INVALID_NAME,
                    "account " + message,
                    List.of(new Violation("account", message)));
        }
    }

    /**
     * @throws ProblemException INVALID_NAME, naming the field {@code account}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ServiceAccountId of(String value) {
        return new ServiceAccountId(value);
    }

    static ServiceAccountId random(TenantId tenant, String name, RandomGenerator random) {
        StringBuilder id = new StringBuilder(PREFIX).append(tenant).append('.').append(name);
        id.append('.');
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new ServiceAccountId(id.toString());
    }

    /**
     * The name under which grants know the client of a token: the account that a credential belongs
     * to, and any other client as itself.
     */
    public static String accountOf(String clientId) {
        if (!clientId.startsWith(PREFIX)) {
            return clientId;
        }
        var client = CLIENT.matcher(clientId);
        return client.matches() ? client.group(1) : clientId;
    }

    /** Whether a client of that id can only be the credential of a service account. */
    public static boolean isCredential(String clientId) {
        return CLIENT.matcher(clientId).matches();
    }

    public TenantId tenant() {
        return TenantId.of(value.split("\\.", -1)[1]);
    }

    /** As grants have it. */
    public String address() {
        return "client:" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
