# Kafka Connect with Debezium's PostgreSQL connector and the converter the outbox uses.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -q -B -pl standalone/platform -am -DskipTests package \
 && mvn -q -B -pl standalone/platform dependency:copy-dependencies -DincludeGroupIds=io.debezium,org.postgresql \
      -DoutputDirectory=/plugin

FROM apache/kafka:4.3.1
COPY --from=build /plugin /opt/kafka/plugins/debezium-postgres
ENTRYPOINT ["/opt/kafka/bin/connect-standalone.sh", "/etc/connect/worker.properties", "/etc/connect/outbox-connector.json"]
