package io.quarry.metadata.namespace;

import org.jspecify.annotations.Nullable;

/**
 * Which of a tenant's namespaces.
 *
 * @param prefix of the name; null for all
 * @param state null for all that hold their name
 */
public record NamespaceFilter(@Nullable String prefix, @Nullable NamespaceState state) {
    public static NamespaceFilter live() {
        return new NamespaceFilter(null, null);
    }
}
