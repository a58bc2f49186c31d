/** What is said to Elasticsearch, without one and with one. */
@NullMarked
package io.quarry.stores.elasticsearch;

import org.jspecify.annotations.NullMarked;
