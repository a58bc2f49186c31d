package io.quarry.metadata.serviceaccount;

/** Where a credential stands, in the order of its life. */
public enum CredentialState {
    /** Its client may be there already; nobody has been shown its secret. */
    CREATING,
    /** Its secret was shown, and works. */
    ACTIVE,
    /** The identity provider lost its client: it does not work, and a rotation replaces it. */
    LOST,
    /** Its client may still be there, and is to go. */
    REMOVING
}
