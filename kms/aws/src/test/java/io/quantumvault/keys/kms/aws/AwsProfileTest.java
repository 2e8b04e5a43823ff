package io.quantumvault.keys.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class AwsProfileTest {
  private static final String ID = "aws_access_key_id = AKID\n";
  private static final String SECRET = "aws_secret_access_key=very/secret+==\n";

  @Test
  void readsOneProfileAndPassesOverTheOthers() {
    String text =
        """
        # by hand
        [other]
        aws_access_key_id = OTHER
        credential_process = /bin/steal

        [ qv ]
        ; note
        aws_access_key_id = AKID
          aws_secret_access_key=very/secret+==
        [third]
        role_arn = arn
        s3 =
          nested = x
        """;
    assertThat(AwsProfile.in(text, "qv"))
        .isEqualTo(AwsBasicCredentials.create("AKID", "very/secret+=="));
  }

  @Test
  void takesTheTokenOfASession() {
    assertThat(AwsProfile.in("[qv]\r\n" + ID + SECRET + "aws_session_token=of=session\r\n", "qv"))
        .isEqualTo(AwsSessionCredentials.create("AKID", "very/secret+==", "of=session"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "credential_process = /bin/very-secret",
        "role_arn = very-secret",
        "source_profile = very-secret",
        "credential_source = Environment",
        "sso_session = very-secret",
        "web_identity_token_file = very-secret",
        "region = very-secret",
        "AWS_SESSION_TOKEN = very-secret",
        "aws_session_token",
        "aws_session_token =",
        "aws_session_token = very secret",
        "aws_session_token = very-secret \u00e4",
        "very-secret",
        "very-secret=="
      })
  void whatWouldHaveToBeRunOrFollowedIsRefusedByItsLine(String line) {
    assertThatThrownBy(() -> AwsProfile.in("[qv]\n" + ID + SECRET + line + "\n", "qv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 4")
        .hasMessageContaining("credential_process")
        .hasMessageNotContaining("secret ")
        .hasMessageNotContaining("very");
  }

  @Test
  void whatIsMissingOrSaidTwiceIsNamed() {
    assertRefused(ID + SECRET, "no profile qv");
    assertRefused("[default]\n" + ID + SECRET, "no profile qv");
    assertRefused("[profile qv]\n" + ID + SECRET, "no profile qv");
    assertRefused("[qv]\n" + ID, "lacks aws_secret_access_key");
    assertRefused("[qv]\n" + SECRET, "lacks aws_access_key_id");
    assertRefused("[qv]\n" + ID + SECRET + SECRET, "line 4 of it says a thing twice");
    assertRefused("[qv]\n" + ID + SECRET + "[qv]\n", "more than one profile qv");
    assertRefused("[qv\n" + ID + SECRET, "line 1 is no [profile]");
  }

  private static void assertRefused(String text, String why) {
    assertThatThrownBy(() -> AwsProfile.in(text, "qv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("very");
  }
}
