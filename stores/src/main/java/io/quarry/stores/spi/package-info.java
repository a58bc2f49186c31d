/**
 * What a store promises, in storage words, so that every abstraction is built once for all engines.
 * Only types that two engines can both honour belong here; nothing of metadata, tenants or HTTP.
 */
@NullMarked
package io.quarry.stores.spi;

import org.jspecify.annotations.NullMarked;
