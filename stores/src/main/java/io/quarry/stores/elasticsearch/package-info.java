/**
 * Indices of tenants on an Elasticsearch cluster: made with the declared fields and no others,
 * behind an alias, given more fields, dropped; and the documents in them, written and found.
 */
@NullMarked
package io.quarry.stores.elasticsearch;

import org.jspecify.annotations.NullMarked;
