package io.quarry.metadata.tenant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarry.metadata.problem.Names;

/** A tenant's name; part of every key. */
public record TenantId(@JsonValue String name) {
    public TenantId {
        Names.check("tenant", name);
    }

    /**
     * @throws io.quarry.metadata.problem.ProblemException INVALID_NAME, naming the field {@code
     *     tenant}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TenantId of(String name) {
        return new TenantId(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
