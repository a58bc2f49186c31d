/**
 * Buckets of tenants on an object store that speaks S3: made, given a lifecycle, swept, emptied and
 * dropped. What is put into them is not here yet.
 */
@NullMarked
package io.quarry.stores.s3;

import org.jspecify.annotations.NullMarked;
