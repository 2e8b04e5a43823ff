#!/usr/bin/env bash
# Writes the broker's settings with the administrator's password into memory, formats the log the first time, starts.
set -euo pipefail
umask 077
password=$(cat /run/secrets/kafka-platform-admin)
plain="org.apache.kafka.common.security.plain.PlainLoginModule required username=\"platform-admin\" password=\"$password\" user_platform-admin=\"$password\";"
cp /etc/quantumvault/server.properties /tmp/server.properties
{
  echo "listener.name.admin.plain.sasl.jaas.config=$plain"
  echo "listener.name.controller.plain.sasl.jaas.config=$plain"
} >> /tmp/server.properties
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted --cluster-id "$CLUSTER_ID" --config /tmp/server.properties
exec /opt/kafka/bin/kafka-server-start.sh /tmp/server.properties
