package io.quarry.stores.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quarry.stores.spi.NamespaceRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

class BucketLifecycleTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void the_whole_bucket_is_under_one_rule() {
        LifecycleRule rule =
                S3Shard.configuration(new BucketLifecycle(DAY.multipliedBy(90), DAY))
                        .rules()
                        .getFirst();
        assertThat(rule.filter().prefix()).isEmpty();
        assertThat(rule.expiration().days()).isEqualTo(90);
        assertThat(rule.abortIncompleteMultipartUpload().daysAfterInitiation()).isOne();
        assertThat(
                        S3Shard.configuration(new BucketLifecycle(null, DAY))
                                .rules()
                                .getFirst()
                                .expiration())
                .isNull();
    }

    @Test
    void s3_counts_in_whole_days() {
        for (Duration time : new Duration[] {Duration.ZERO, DAY.plusHours(1), DAY.negated()}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new BucketLifecycle(time, DAY));
            assertThatIllegalArgumentException().isThrownBy(() -> new BucketLifecycle(DAY, time));
        }
    }

    @Test
    void a_bucket_is_named_after_its_namespace() {
        NamespaceRef namespace = new NamespaceRef("k3v9x2m4q7w1z8n5b6c0", 12);
        assertThat(S3Shard.bucket(namespace)).isEqualTo("k3v9x2m4q7w1z8n5b6c0-12");
        assertThat(S3Shard.namespace("k3v9x2m4q7w1z8n5b6c0-12")).isEqualTo(namespace);
        for (String other : new String[] {"backups", "k3v9x2m4q7w1z8n5b6c0_12", "a-1"}) {
            assertThat(S3Shard.namespace(other)).as(other).isNull();
        }
    }
}
