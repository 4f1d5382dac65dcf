package dev.daybook.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.report.publish.LedgerUnavailable;
import dev.daybook.service.Json;
import dev.daybook.service.http.Access;
import dev.daybook.service.http.Answer;
import dev.daybook.service.http.Caller;
import dev.daybook.service.http.Request;
import dev.daybook.service.http.Trace;
import dev.daybook.service.objects.ObjectStoreUnavailable;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParametersTest {
    private static final Caller READER = new Caller("reader", Set.of(Access.READ), Set.of(), Set.of());
    private static final Request REQUEST = new Request(
            "GET",
            "/",
            Map.of(),
            Map.of(),
            Map.of(),
            new byte[0],
            READER,
            new Trace("test", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            "127.0.0.1",
            Optional.empty());

    static Stream<Arguments> away() {
        return Stream.of(
                Arguments.of(
                        new LedgerUnavailable("the ledger could not list", new SQLException()), "ledger_unavailable"),
                Arguments.of(
                        new ObjectStoreUnavailable("bucket b: could not read", new RuntimeException()),
                        "files_unavailable"));
    }

    @ParameterizedTest
    @MethodSource("away")
    void sayWhenToTryAgain_whenAPartIsAway(RuntimeException away, String code) throws Exception {
        Answer answer = Parameters.refusing(request -> {
                    throw away;
                })
                .handle(REQUEST);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
        assertThat(Json.MAPPER.readTree(answer.body()).path("code").asText()).isEqualTo(code);
        assertThat(Json.MAPPER.readTree(answer.body()).path("detail").asText()).contains(away.getMessage());
    }
}
