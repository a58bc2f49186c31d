/**
 * Indices of tenants on an Elasticsearch cluster: made with the declared fields and no others,
 * behind an alias, given more fields, dropped. What is written and searched in them is not here
 * yet.
 */
@NullMarked
package io.quarry.stores.elasticsearch;

import org.jspecify.annotations.NullMarked;
