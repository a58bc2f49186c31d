package io.quarry.metadata.serviceaccount;

/**
 * One credential of a service account. Numbers are never given twice, so a secret that was replaced
 * cannot come to life again.
 */
public record CredentialId(ServiceAccountId account, int number) {
    /** The id of the identity provider's client. */
    public String clientId() {
        return account + "." + number;
    }
}
