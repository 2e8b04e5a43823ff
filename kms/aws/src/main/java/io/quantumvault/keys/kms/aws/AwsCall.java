package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyUnavailableException;
import software.amazon.awssdk.services.kms.model.KmsInternalException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.LimitExceededException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** One request to AWS KMS, whose failures are told in this module's terms. */
final class AwsCall {
  private AwsCall() {}

  /**
   * Runs it.
   *
   * @throws CryptoFailure when the ciphertext, its key or its context is not what was encrypted
   * @throws KmsUnavailable on every other failure; the message has no word of the answer
   */
  static <T> T of(KeyName name, String operation, Supplier<T> request) {
    try {
      return request.get();
    } catch (InvalidCiphertextException | IncorrectKeyException e) {
      throw new CryptoFailure();
    } catch (AwsServiceException e) {
      throw unavailable(name, operation, reason(e));
    } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException e) {
      throw unavailable(name, operation, "no answer in time");
    } catch (AbortedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(name, operation, "interrupted");
    } catch (SdkClientException e) {
      throw unavailable(name, operation, "no connection, no credentials or no whole answer");
    } catch (KmsUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      // The SDK's parser, whose message may quote the answer.
      throw unavailable(name, operation, "the answer cannot be understood");
    }
  }

  /** As {@link #of}, but empty when AWS has no such key or alias any more. */
  static <T> Optional<T> ifThere(KeyName name, String operation, Supplier<T> request) {
    return of(
        name,
        operation,
        () -> {
          try {
            return Optional.ofNullable(request.get());
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  private static String reason(AwsServiceException trouble) {
    return switch (trouble) {
      case NotFoundException e -> "no such key";
      case AlreadyExistsException e -> "somebody else has just made this version";
      case DisabledException e -> "the key is disabled";
      case KmsInvalidStateException e -> "the key is pending deletion or not ready";
      case KeyUnavailableException e -> "the key is not available";
      case KmsInternalException e -> "trouble there";
      case DependencyTimeoutException e -> "trouble there";
      case LimitExceededException e -> "a limit of the account is reached";
      default -> {
        if (trouble.isThrottlingException()) {
          yield "too many requests";
        }
        int status = trouble.statusCode();
        yield (status >= 500 ? "trouble there (" : "refused (") + status + "): policy or role";
      }
    };
  }

  static KmsUnavailable unavailable(KeyName name, String operation, String why) {
    return new KmsUnavailable("aws-kms: %s of key %s: %s".formatted(operation, name.text(), why));
  }
}
