package io.quarry.stores.elasticsearch;

/**
 * What a cluster says of itself, summed over its nodes.
 *
 * @param status in its own word: green, yellow or red
 */
public record ElasticsearchVitals(
        String status,
        long nodes,
        long dataNodes,
        long indexShards,
        long indexShardsUnassigned,
        long tasksPending,
        long heapUsedBytes,
        long heapMaxBytes,
        long diskTotalBytes,
        long diskFreeBytes,
        long storeBytes,
        long documents) {}
