package io.quarry.stores.s3;

import io.quarry.stores.spi.StoreException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Where the SDK's exceptions end. */
final class S3Errors {
    private static final int NOT_IMPLEMENTED = 501;

    private S3Errors() {}

    static StoreException translate(SdkException error) {
        return switch (error) {
            case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ ->
                    new StoreException.TimedOut(
                            "S3 did not answer in time: " + error.getMessage(), error);
            case AwsServiceException answered -> translate(answered);
            // Whatever else it is, repeating is harmless and may help.
            default ->
                    new StoreException.Unavailable(
                            "S3 does not answer: " + error.getMessage(), error);
        };
    }

    private static StoreException translate(AwsServiceException answered) {
        String told = code(answered) + " " + answered.statusCode() + ": " + message(answered);
        return switch (answered.statusCode()) {
            case 408, 504 ->
                    new StoreException.TimedOut("S3 did not answer in time: " + told, answered);
            case 429, 503 -> new StoreException.Overloaded("S3 asks for less: " + told, answered);
            case NOT_IMPLEMENTED -> new StoreException.Rejected("S3 lacks it: " + told, answered);
            default ->
                    answered.statusCode() >= 400 && answered.statusCode() < 500
                            ? new StoreException.Rejected("S3 refuses: " + told, answered)
                            : new StoreException.Unavailable("S3 cannot answer: " + told, answered);
        };
    }

    /** The server is too small for what was asked, and will be tomorrow. */
    static boolean isNotImplemented(AwsServiceException answered) {
        return answered.statusCode() == NOT_IMPLEMENTED || code(answered).equals("NotImplemented");
    }

    static String code(AwsServiceException answered) {
        AwsErrorDetails details = answered.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static String message(AwsServiceException answered) {
        AwsErrorDetails details = answered.awsErrorDetails();
        return details == null || details.errorMessage() == null
                ? String.valueOf(answered.getMessage())
                : details.errorMessage();
    }
}
