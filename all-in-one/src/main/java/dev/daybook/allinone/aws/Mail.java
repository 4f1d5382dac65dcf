package dev.daybook.allinone.aws;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * One e-mail as its subscriber receives it.
 *
 * @param body exactly the text that SNS sends to e-mail subscribers
 * @param receivedAt RFC 3339 in UTC
 * @param messageId the id that Publish answered with; the same for every subscriber
 */
@JsonPropertyOrder({"to", "subject", "body", "received_at", "message_id", "topic_arn"})
public record Mail(
        String to,
        String subject,
        String body,
        @JsonProperty("received_at") String receivedAt,
        @JsonProperty("message_id") String messageId,
        @JsonProperty("topic_arn") String topicArn) {}
