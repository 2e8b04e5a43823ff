# Kafka Connect with Debezium's PostgreSQL connector and the converter the outbox uses.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
# One run: the second goal finds the modules it depends on where the first built them.
RUN --mount=type=cache,target=/root/.m2 mvn -q -B -pl standalone/platform -am -DskipTests package \
      dependency:copy-dependencies -DincludeGroupIds=io.debezium,org.postgresql,com.google.protobuf,com.datadoghq,com.fasterxml.jackson.datatype,io.quantumvault \
      -DexcludeArtifactIds=schemas,key-envelope \
      -DoutputDirectory=/plugin

FROM apache/kafka:4.3.1
COPY --from=build /plugin /opt/kafka/plugins/debezium-postgres
# A new volume takes this folder's owner over.
USER root
RUN mkdir /var/lib/connect && chown appuser:appuser /var/lib/connect
USER appuser
ENTRYPOINT ["/opt/kafka/bin/connect-standalone.sh", "/etc/connect/worker.properties", "/etc/connect/outbox-connector.json"]
