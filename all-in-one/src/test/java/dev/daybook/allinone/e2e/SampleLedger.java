package dev.daybook.allinone.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybook.allinone.sample.SampleDay;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;

/** What a sample day must come to, from its events by arithmetic of its own: no code of the door or the fold. */
final class SampleLedger {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private SampleLedger() {}

    static BigDecimal net(SampleDay day) throws JsonProcessingException {
        BigDecimal net = BigDecimal.ZERO;
        Set<String> seen = new HashSet<>();
        for (String line : day.events()) {
            JsonNode event = JSON.readTree(line);
            String id = event.path("event_id").asText();
            if (id.endsWith("-wrong") || !event.path("event_type").asText().startsWith("sale.") || !seen.add(id)) {
                continue;
            }
            boolean sale = event.path("event_type").asText().equals("sale.completed");
            BigDecimal amount = netOf(event.path("details"));
            net = sale ? net.add(amount) : net.subtract(amount);
        }
        return net;
    }

    private static BigDecimal netOf(JsonNode details) {
        BigDecimal net = new BigDecimal(details.path("discount").asText("0")).negate();
        for (JsonNode line : details.path("lines")) {
            net = net.add(new BigDecimal(line.path("unit_price").asText())
                            .multiply(line.path("quantity").decimalValue()))
                    .subtract(new BigDecimal(line.path("discount").asText("0")));
        }
        return net;
    }
}
