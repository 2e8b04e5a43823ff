package io.quantumvault.policy.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quantumvault.policy.inbound.Snapshot.BotTerms;
import io.quantumvault.schemas.policy.Policies;
import io.quantumvault.schemas.proof.GrantCases;
import io.quantumvault.schemas.proof.GrantCases.GrantCase;
import io.quantumvault.schemas.proof.GrantProof.Reason;
import io.quantumvault.schemas.proof.ResumeCases;
import io.quantumvault.schemas.proof.ResumeCases.ResumeCase;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.Grant;
import io.quantumvault.schemas.v1.Resume;
import io.quantumvault.schemas.v1.SigningMode;
import io.quantumvault.schemas.v1.Stop;
import io.quantumvault.schemas.v1.StopKind;
import io.quantumvault.schemas.v1.StopOrigin;
import io.quantumvault.schemas.v1.StopScope;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the stage says of the cases that every service must answer alike. */
class SnapshotReaderTest {
  static List<GrantCase> grants() {
    return GrantCases.all();
  }

  static List<ResumeCase> resumes() {
    return ResumeCases.all();
  }

  @ParameterizedTest
  @MethodSource("grants")
  void aGrantCountsOnlyWhereItIsProven(GrantCase c) throws UnreadableRecord {
    var g = c.grant();
    var grant =
        Grant.newBuilder()
            .setGrantId(g.grantId().toString())
            .setGrantSequence(1)
            .setPolicyVersion(g.policyVersion())
            .setPolicy(ByteString.copyFrom(g.policy()))
            .setPolicySha256(ByteString.copyFrom(g.policySha256()))
            .setSignedText(ByteString.copyFrom(g.signedText()))
            .setOwnerSignature(ByteString.copyFrom(g.ownerSignature()))
            .setStartsAtMs(g.expiresAt().minusSeconds(60).toEpochMilli())
            .setExpiresAtMs(g.expiresAt().toEpochMilli());
    var bot =
        BotState.newBuilder()
            .setBotId(c.bot().botId().toString())
            .setVenue(c.bot().venue())
            .setTradingAccount(c.bot().tradingAccount())
            .setGrant(grant);
    var terms =
        read(
            state(c.bot().agentWallet(), c.owner(), c.bot().cluster()).addBots(bot),
            c.bot().botId());
    var read = Objects.requireNonNull(terms.grant());
    assertThat(read.ownerSigned()).isEqualTo(c.unproven() == null);
    assertThat(read.limits() == null).isEqualTo(c.unproven() == Reason.POLICY_UNREADABLE);
  }

  @ParameterizedTest
  @MethodSource("resumes")
  void aStopEndsOnlyWhereThatIsProven(ResumeCase c) throws UnreadableRecord {
    var policy = Policies.example();
    var stop =
        Stop.newBuilder()
            .setStopId(c.stopId().toString())
            .setKind(StopKind.STOP_KIND_FREEZE)
            .setOrigin(StopOrigin.STOP_ORIGIN_OWNER)
            .setScope(StopScope.STOP_SCOPE_AGENT_WALLET)
            .setResume(
                Resume.newBuilder()
                    .setStopId(c.stopId().toString())
                    .setSignedText(ByteString.copyFrom(c.text()))
                    .setOwnerSignature(ByteString.copyFrom(c.signature())));
    var state =
        state(policy.agentWallet(), c.owner(), c.cluster())
            .addStops(stop)
            .addBots(BotState.newBuilder().setBotId(policy.botId().toString()));
    assertThat(read(state, policy.botId()).frozen()).isEqualTo(c.unproven() != null);
  }

  private static AgentWalletState.Builder state(String wallet, String owner, String cluster) {
    return AgentWalletState.newBuilder()
        .setAgentWallet(wallet)
        .setOwner(owner)
        .setCluster(cluster)
        .setSigningMode(SigningMode.SIGNING_MODE_SERVER_SIDE)
        .setStateVersion(1);
  }

  private static BotTerms read(AgentWalletState.Builder state, UUID botId) throws UnreadableRecord {
    var snapshot =
        new SnapshotReader(GrantCases.DOMAINS)
            .read(state.getAgentWallet(), state.build().toByteArray());
    return Objects.requireNonNull(snapshot.bots().get(botId));
  }
}
