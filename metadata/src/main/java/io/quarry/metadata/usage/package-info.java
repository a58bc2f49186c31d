/**
 * What namespaces used, by the hour: how gateways say it, how it is kept so that late and doubled
 * batches are harmless, and how it is summed up for people.
 */
@NullMarked
package io.quarry.metadata.usage;

import org.jspecify.annotations.NullMarked;
