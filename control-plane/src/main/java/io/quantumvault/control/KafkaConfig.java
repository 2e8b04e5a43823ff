package io.quantumvault.control;

import org.springframework.context.annotation.Configuration;

/** The records of other services that owners see. */
@Configuration(proxyBeanMethods = false)
class KafkaConfig {}
