package io.quarry.metadata.access;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Somebody or something that a token speaks for.
 *
 * @param issuer the identity provider's realm
 * @param subject the token's {@code sub}
 * @param address {@code user:NAME} or {@code client:ID}; what grants are given to
 */
public record Principal(String issuer, String subject, String address) {
    private static final String SERVICE_ACCOUNTS = "client:sa.";
    private static final Pattern ADDRESS =
            Pattern.compile("(user|client):[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}");

    /** A part of the platform itself, such as the worker; it never comes with a token. */
    public static Principal platform(String part) {
        return new Principal("quarry", part, "client:" + part);
    }

    /**
     * Whether an address may come to mean somebody else, as a name does that is freed and given
     * again. That of a service account never does: its id is Quarry's and used once, while each of
     * its credentials is a subject of its own.
     */
    public static boolean isReusable(String address) {
        return !address.startsWith(SERVICE_ACCOUNTS);
    }

    public Subject asSubject() {
        return new Subject(issuer, subject);
    }

    /**
     * @throws ProblemException INVALID_NAME, naming the field {@code principal}
     */
    public static String checkAddress(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            String message = "must be user:NAME or client:ID";
            throw new ProblemException(
                    ProblemCode.INVALID_NAME,
                    "principal " + message,
                    List.of(new Violation("principal", message)));
        }
        return address;
    }
}
