package io.quarry.stores.s3;

import java.util.List;

/**
 * How an object store is reached by the key that may make buckets there.
 *
 * @param endpoints {@code host:port}; each is tried until one answers
 * @param region what requests are signed for; {@value #NO_REGION} where the store has none
 * @param secretKey never printed
 */
public record S3Config(List<String> endpoints, String region, String accessKey, String secretKey) {
    /** Of stores that know no regions, and the one that is not named when a bucket is made. */
    public static final String NO_REGION = "us-east-1";

    public S3Config {
        endpoints = List.copyOf(endpoints);
    }

    @Override
    public String toString() {
        return "S3Config[" + String.join(",", endpoints) + ", " + region + ", " + accessKey + "]";
    }
}
