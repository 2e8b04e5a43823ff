# Only the signer's own jars, and the flags its hardening asks for.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -q -B -DskipTests package
# file (nothing to add), pkcs11, transit or aws: the jars of the others are not in the image.
ARG KMS=file
RUN mkdir /kms && if [ "$KMS" != file ]; then cp /src/standalone/launcher/target/dist/kms/"$KMS"/*.jar /kms/; fi

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10002 signer && useradd --system --uid 10002 --gid 10002 signer
COPY --from=build /src/standalone/launcher/target/dist/signer/lib /app/lib
COPY --from=build /kms /app/kms
USER 10002:10002
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
            "-XX:+DisableAttachMechanism", "-XX:-EnableDynamicAgentLoading", "-XX:-UsePerfData", \
            "-XX:-CreateCoredumpOnCrash", "-XX:+SuppressFatalErrorMessage", "-Xrs", "-XX:MaxRAMPercentage=60", \
            "-cp", "/app/lib/*:/app/kms/*", "io.quantumvault.signer.SignerApplication"]
