package io.quarry.metadata.relational;

/** What comes of asking for credentials. */
public sealed interface Issuance {
    /** The worker is to set the password now; then it is confirmed, and shown. */
    record Begun(LoginId login) implements Issuance {}

    /** This very request was answered before, when its password was shown. */
    record Repeated(DatabaseConnection connection) implements Issuance {}
}
