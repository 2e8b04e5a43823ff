# One image for all services; the command names the service. The signer has an image of its own.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -q -B -DskipTests package
# file (nothing to add), pkcs11, transit or aws: the jars of the others are not in the image.
ARG KMS=file
RUN mkdir /kms && if [ "$KMS" != file ]; then cp /src/standalone/launcher/target/dist/kms/"$KMS"/*.jar /kms/; fi

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 quantumvault && useradd --system --uid 10001 --gid 10001 quantumvault
COPY --from=build /src/standalone/launcher/target/dist/lib /app/lib
COPY --from=build /kms /app/kms
# New volumes take the owner of these folders over.
RUN install -d -m 0700 -o 10001 -g 10001 /data /state
USER 10001:10001
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
            "-XX:MaxRAMPercentage=60", "-cp", "/app/lib/*:/app/kms/*"]
