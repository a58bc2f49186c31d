package io.quarry.metadata.relational;

/** Where a log-in stands, in the order of one turn. */
public enum LoginState {
    /** The worker is to give the role its new password's verifier. */
    SETTING,
    /** The role has it; nobody has been shown the password. */
    SET,
    /** The password was shown, and works. */
    ACTIVE,
    /** Its overlap has passed: the role cannot log in. */
    LOCKED
}
