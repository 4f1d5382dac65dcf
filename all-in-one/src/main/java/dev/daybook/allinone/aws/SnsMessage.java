package dev.daybook.allinone.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a Publish call says, once SNS's rules for it are met: Amazon SNS API Reference, Publish.
 *
 * @param emailSubject what the mail's subject line shows
 * @param emailBody the text for subscribers of protocol {@code email}
 */
record SnsMessage(String emailSubject, String emailBody) {
    static final int MAX_BYTES = 262_144;
    private static final int MAX_SUBJECT = 99;
    private static final String DEFAULT_SUBJECT = "AWS Notification Message";
    private static final JsonMapper STRICT_JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static SnsMessage of(Map<String, String> call) throws SnsRefusal {
        String message = call.get("Message");
        if (message == null || message.isEmpty()) {
            throw SnsRefusal.invalid("Empty message");
        }
        if (bytes(message) + attributeBytes(call) > MAX_BYTES) {
            throw SnsRefusal.invalid("Message too long");
        }
        String structure = call.get("MessageStructure");
        if (structure != null && !structure.equals("json")) {
            throw SnsRefusal.invalid("MessageStructure");
        }
        String body = structure == null ? message : emailEntry(message);
        return new SnsMessage(subject(call.get("Subject")), body);
    }

    private static String subject(String subject) throws SnsRefusal {
        if (subject == null) {
            return DEFAULT_SUBJECT;
        }
        boolean printableAscii = subject.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT || !printableAscii || subject.charAt(0) == ' ') {
            throw SnsRefusal.invalid("Subject");
        }
        return subject;
    }

    private static String emailEntry(String message) throws SnsRefusal {
        JsonNode entries;
        try {
            entries = STRICT_JSON.readTree(message);
        } catch (JsonProcessingException e) {
            throw SnsRefusal.invalid("Message Structure - JSON message body failed to parse");
        }
        if (!entries.isObject()) {
            throw SnsRefusal.invalid("Message Structure - JSON message body failed to parse");
        }
        if (!entries.path("default").isTextual()) {
            throw SnsRefusal.invalid("Message Structure - No default entry in JSON message body");
        }
        JsonNode email = entries.path("email");
        return email.isTextual() ? email.textValue() : entries.path("default").textValue();
    }

    /** Names, types and values of the attributes count towards the message's size. */
    private static int attributeBytes(Map<String, String> call) throws SnsRefusal {
        int sum = 0;
        for (int i = 1; call.containsKey("MessageAttributes.entry." + i + ".Name"); i++) {
            String entry = "MessageAttributes.entry." + i;
            String type = call.get(entry + ".Value.DataType");
            String value = call.getOrDefault(entry + ".Value.StringValue", call.get(entry + ".Value.BinaryValue"));
            if (type == null || type.isEmpty() || value == null || value.isEmpty()) {
                throw SnsRefusal.badRequest(
                        "ParameterValueInvalid",
                        "The message attribute '" + call.get(entry + ".Name") + "' must have a data type and a value.");
            }
            sum += bytes(call.get(entry + ".Name")) + bytes(type) + bytes(value);
        }
        return sum;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
