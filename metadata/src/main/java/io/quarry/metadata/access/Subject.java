package io.quarry.metadata.access;

/**
 * Somebody as the identity provider knows them, by a name that it never gives again.
 *
 * @param issuer the identity provider's realm
 * @param subject the token's {@code sub}
 */
public record Subject(String issuer, String subject) {
    /** Whether the token of that principal is this one's. */
    public boolean is(Principal principal) {
        return subject.equals(principal.subject()) && issuer.equals(principal.issuer());
    }
}
