package dev.daybook.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFormatTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json; charset=\"UTF-8\"",
                "application/json ; profile=x"
            })
    void takesJson(String contentType) {
        assertThat(BodyFormat.of(Requests.withContentType(contentType))).hasValue(BodyFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-ndjson",
                "application/ndjson; charset=utf8",
                "application/jsonl",
                "application/x-jsonlines"
            })
    void takesNdjson(String contentType) {
        assertThat(BodyFormat.of(Requests.withContentType(contentType))).hasValue(BodyFormat.NDJSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "text/plain",
                "text/json",
                "application/jsonx",
                "application/json; charset=iso-8859-1",
                "application/json; profile=x; charset=utf-16",
                "application/x-www-form-urlencoded"
            })
    void refusesAnythingElse(String contentType) {
        assertThat(BodyFormat.of(Requests.withContentType(contentType))).isEmpty();
    }

    @Test
    void refusesABody_whenItsTypeIsMissing() {
        assertThat(BodyFormat.of(Requests.withHeaders(java.util.Map.of()))).isEmpty();
    }

    @Test
    void takesOnlyBodiesThatAreNotEncoded() {
        assertThat(BodyFormat.of(Requests.withContentEncoding("identity"))).hasValue(BodyFormat.JSON);
        assertThat(BodyFormat.of(Requests.withContentEncoding("gzip"))).isEmpty();
        assertThat(BodyFormat.of(Requests.withContentEncoding("identity, gzip")))
                .isEmpty();
    }
}
