package io.quarry.metadata.serviceaccount;

/** What comes of asking for a credential. */
public sealed interface Issuance {
    /** The row is there; its client is to be made now, and then confirmed. */
    record Begun(CredentialId credential) implements Issuance {}

    /** This very request was answered before, when its secret was shown. */
    record Repeated(ServiceAccount account) implements Issuance {}
}
