package io.quarry.stores.s3;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A client a call, since structure changes seldom. Everything it needs to know is said here: no
 * profile, variable or metadata service of a cloud is looked at. Its connections go with it: stores
 * close those on which they have refused something, and the JDK's own client, which keeps them for
 * the whole process, would find that out by later requests, one for each.
 */
final class S3Connection {
    private final S3Config config;

    S3Connection(S3Config config) {
        this.config = config;
    }

    interface Work<T> {
        T with(S3Client client);
    }

    /**
     * Does it at the first endpoint that answers, so only what can be done twice is done here.
     *
     * @throws StoreException what stands against it
     */
    <T> T on(Deadline deadline, Work<T> work) {
        StoreException last = new StoreException.TimedOut("no time was left to ask S3", null);
        for (int index = 0; index < config.endpoints().size(); index++) {
            // one that hangs leaves the others their share of the time
            Duration time =
                    deadline.remaining().dividedBy(config.endpoints().size() - (long) index);
            if (time.isZero()) {
                break;
            }
            try (S3Client client = client(config.endpoints().get(index), time)) {
                return work.with(client);
            } catch (SdkClientException e) {
                last = S3Errors.translate(e);
            } catch (SdkException e) {
                throw S3Errors.translate(e);
            }
        }
        throw last;
    }

    private S3Client client(String endpoint, Duration time) {
        Duration patience = time.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : time;
        return S3Client.builder()
                .endpointOverride(URI.create("http://" + endpoint))
                .region(Region.of(config.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(config.accessKey(), config.secretKey())))
                .forcePathStyle(true)
                // stores other than Amazon's refuse checksums that they do not need
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(
                        ApacheHttpClient.builder()
                                .connectionTimeout(patience)
                                .socketTimeout(patience))
                .overrideConfiguration(
                        said ->
                                said.apiCallTimeout(patience)
                                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                                        .defaultProfileFile(ProfileFile.aggregator().build()))
                .build();
    }
}
