package io.quarry.api.role;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The roles of this process, for as long as it runs. */
@Singleton
public class Roles {
    private final Set<ProcessRole> mine;

    /**
     * @throws IllegalArgumentException without any
     */
    @Inject
    public Roles(RolesConfig config) {
        if (config.roles().isEmpty()) {
            throw new IllegalArgumentException("quarry.roles names no role");
        }
        this.mine = EnumSet.copyOf(config.roles());
    }

    public boolean has(ProcessRole role) {
        return mine.contains(role);
    }

    public boolean hasAnyOf(Set<ProcessRole> roles) {
        return roles.stream().anyMatch(mine::contains);
    }

    /** Such as {@code control, data}. */
    public String words() {
        return mine.stream().map(ProcessRole::wire).collect(Collectors.joining(", "));
    }
}
