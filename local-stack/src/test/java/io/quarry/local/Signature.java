package io.quarry.local;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS Signature Version 4 of a request to S3, for paths that need no encoding. */
record Signature(String accessKey, String secretKey) {
    private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";

    HttpRequest sign(String host, String method, String path, String content)
            throws GeneralSecurityException {
        String time =
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                        .format(ZonedDateTime.now(ZoneOffset.UTC));
        String day = time.substring(0, 8);
        String scope = day + "/us-east-1/s3/aws4_request";
        String hash = sha256(content);
        String canonical =
                String.join(
                        "\n",
                        method,
                        path,
                        "",
                        "host:" + host,
                        "x-amz-content-sha256:" + hash,
                        "x-amz-date:" + time,
                        "",
                        SIGNED,
                        hash);
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(day, "us-east-1", "s3", "aws4_request")) {
            key = hmac(key, part);
        }
        String text = String.join("\n", "AWS4-HMAC-SHA256", time, scope, sha256(canonical));
        return HttpRequest.newBuilder(URI.create("http://" + host + path))
                .header("x-amz-content-sha256", hash)
                .header("x-amz-date", time)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                                .formatted(
                                        accessKey,
                                        scope,
                                        SIGNED,
                                        HexFormat.of().formatHex(hmac(key, text))))
                .method(method, HttpRequest.BodyPublishers.ofString(content))
                .build();
    }

    private static String sha256(String text) throws GeneralSecurityException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
