package io.quarry.metadata.operation;

import com.fasterxml.jackson.annotation.JsonValue;

/** The workflows there are. */
public enum OperationType {
    PROVISION_NAMESPACE("ProvisionNamespace"),
    CHANGE_NAMESPACE("ChangeNamespace"),
    RETIRE_NAMESPACE("RetireNamespace"),
    /** Opened by a retirement that keeps the data for a while; due when that while is over. */
    PURGE_NAMESPACE("PurgeNamespace"),
    /** Ends a retirement while the data is still kept. */
    RESTORE_NAMESPACE("RestoreNamespace"),
    /** Takes a shard into use once it answers. */
    PROVISION_SHARD("ProvisionShard"),
    /** Waits until nothing is placed on a shard; nothing new is. */
    DRAIN_SHARD("DrainShard"),
    RETIRE_SHARD("RetireShard"),
    /** Of another version of Quarry: it is shown here, and neither opened nor carried out. */
    UNKNOWN("Unknown");

    private final String wire;

    OperationType(String wire) {
        this.wire = wire;
    }

    /** As a row has it. */
    static OperationType of(String stored) {
        for (OperationType type : values()) {
            if (type.name().equals(stored)) {
                return type;
            }
        }
        return UNKNOWN;
    }

    @JsonValue
    public String wire() {
        return wire;
    }
}
