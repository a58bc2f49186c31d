package io.quarry.api.relational;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class LoginIssuerTest {
    private static final Pattern VERIFIER =
            Pattern.compile("SCRAM-SHA-256\\$(\\d+):([^$]+)\\$([^:]+):(.+)");

    /** By RFC 5802 from the password and what is written in the verifier: both keys come out. */
    @Test
    void aVerifierIsOfThePasswordAndDoesNotTellIt() throws GeneralSecurityException {
        String password = "Zm9yLXRoZS1wcm9ncmFtLW9ubHktbm90LWEtc2VjcmV0";
        String verifier = LoginIssuer.verifier(password);
        assertThat(verifier).doesNotContain(password);
        var parts = VERIFIER.matcher(verifier);
        assertThat(parts.matches()).as(verifier).isTrue();
        int iterations = Integer.parseInt(parts.group(1));
        assertThat(iterations).isGreaterThanOrEqualTo(4096);
        byte[] salted =
                SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(
                                new PBEKeySpec(
                                        password.toCharArray(),
                                        Base64.getDecoder().decode(parts.group(2)),
                                        iterations,
                                        256))
                        .getEncoded();
        byte[] stored = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
        assertThat(Base64.getDecoder().decode(parts.group(3))).isEqualTo(stored);
        assertThat(Base64.getDecoder().decode(parts.group(4)))
                .isEqualTo(hmac(salted, "Server Key"));
    }

    @Test
    void twoVerifiersOfOnePasswordDiffer() {
        assertThat(LoginIssuer.verifier("same")).isNotEqualTo(LoginIssuer.verifier("same"));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
