package io.quarry.stores.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "400,Rejected", "403,Rejected", "404,Rejected", "409,Rejected", "501,Rejected",
        "408,TimedOut", "504,TimedOut", "429,Overloaded", "503,Overloaded", "500,Unavailable"
    })
    void each_status_has_its_kind(int status, String kind) {
        StoreException told = S3Errors.translate(answer(status, "SomeCode"));
        assertThat(told.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(told).hasMessageContaining("SomeCode " + status + ": in words");
    }

    @Test
    void what_is_no_answer_is_late_or_away() {
        assertThat(S3Errors.translate(ApiCallTimeoutException.create(5)))
                .isInstanceOf(StoreException.TimedOut.class);
        assertThat(S3Errors.translate(SdkClientException.create("no route")))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessageContaining("no route");
    }

    @Test
    void what_a_store_lacks_is_told_from_what_it_refuses() {
        assertThat(S3Errors.isNotImplemented(answer(501, ""))).isTrue();
        assertThat(S3Errors.isNotImplemented(answer(400, "NotImplemented"))).isTrue();
        assertThat(S3Errors.isNotImplemented(answer(400, "MalformedXML"))).isFalse();
    }

    private static AwsServiceException answer(int status, String code) {
        return S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).errorMessage("in words").build())
                .build();
    }
}
