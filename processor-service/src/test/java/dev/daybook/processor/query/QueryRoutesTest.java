package dev.daybook.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybook.events.BusinessDay;
import dev.daybook.events.Identity;
import dev.daybook.events.stores.StoreCalendar;
import dev.daybook.events.stores.Stores;
import dev.daybook.processor.aggregate.OwnedPartitions;
import dev.daybook.processor.aggregate.PartitionFixture;
import dev.daybook.service.Health;
import dev.daybook.service.Json;
import dev.daybook.service.Metrics;
import dev.daybook.service.http.ApiKeys;
import dev.daybook.service.http.HttpLimits;
import dev.daybook.service.http.HttpService;
import dev.daybook.service.settings.Secret;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two instances over real HTTP, each with partitions of its own. */
class QueryRoutesTest {
    private static final Secret SERVICE_KEY = new Secret("service-key-of-the-test");
    private static final Secret PEPPER = new Secret("pepper");
    private static final String READ_KEY = "read-key-of-the-test";
    private static final LocalDate DATE = LocalDate.of(2026, 11, 20);
    private static final BusinessDay DAY = new BusinessDay(DATE, LocalDateTime.of(2026, 11, 20, 8, 31, 7));
    private static final Instant DAY_ENDS = Instant.parse("2026-11-21T00:00:00Z");

    /** The sample of the contract. */
    private static final String SAMPLE = """
            {"event_id": "soho-2-000184", "source": "pos/soho/till-2", "event_type": "sale.completed",
             "timestamp": "2026-11-20T08:31:07.412Z",
             "details": {"store_id": "soho", "order_id": "soho-2-9931", "currency": "GBP",
               "lines": [{"product_id": "latte", "name": "Latte", "category": "Hot drinks",
                          "quantity": 2, "unit_price": "3.70", "discount": "0.40", "tax": "1.17"}],
               "tip": "1.00", "payments": [{"method": "card", "amount": "9.17"}]}}""";

    private static final String ACTIVITY = """
            {"event_id":"12345","source":"application_A","timestamp":"2026-02-08T10:30:00Z",
             "event_type":"user_action","details":{"action":"login","status":"success"}}""";

    private static final String OTHER_STORE =
            SAMPLE.replace("\"store_id\": \"soho\"", "\"store_id\": \"café 2\"").replace("soho-2-000184", "cafe-1");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> started = new ArrayList<>();
    private final Set<HostInfo> owners = new HashSet<>();
    private Instant now = DAY_ENDS;
    private Map<Integer, Long> ends = Map.of(0, 5L, 1, 7L, 2, 0L);
    private Map<Integer, Long> endsOfRejected = Map.of(0, 0L, 1, 0L, 2, 0L);
    private ApiKeys keys;

    @BeforeEach
    void writeKeys() throws IOException {
        Path file = folder.resolve("keys.json");
        Files.writeString(
                file,
                "{\"keys\":[{\"id\":\"reader\",\"hash\":\"" + ApiKeys.hash(PEPPER, READ_KEY)
                        + "\",\"may\":[\"read\"]}]}");
        keys = ApiKeys.load(file, PEPPER, SERVICE_KEY);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : started) {
            part.close();
        }
    }

    /** Starts an instance that knows three partitions in all, and makes it known to the others. */
    private URI instance(OwnedPartitions owned) {
        HostInfo[] self = new HostInfo[1];
        Instances instances = () -> new Instances.All(Set.copyOf(owners), 3, self[0]);
        OwnRows own = new OwnRows(owned);
        EndOffsets endOffsets = new EndOffsets() {
            @Override
            public Optional<Ends> ofAllRecords() {
                return Optional.of(new Ends(ends, endsOfRejected));
            }

            @Override
            public boolean holdsNoRejection(int partition, long from, long to) {
                return false;
            }
        };
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        DayQuery query = new DayQuery(instances, own, SERVICE_KEY);
        QueryRoutes routes = new QueryRoutes(
                query,
                own,
                new Calendar(
                        () -> new StoreCalendar(Stores.NONE, ZoneOffset.UTC, LocalTime.MIDNIGHT),
                        Optional::empty,
                        clock),
                endOffsets,
                new QueryRoutes.CutNames("daybook.events", "daybook.rejected", "daybook-processor"));
        Metrics metrics = new Metrics("processor");
        HttpService service = HttpService.start(
                "processor",
                new HttpService.Binding("127.0.0.1", 0, "PROCESSOR_PORT", OptionalInt.empty()),
                HttpLimits.QUERIES,
                keys,
                new Health(),
                metrics,
                new CountedDaysRoutes(query, own)
                        .addTo(new IdentityRoutes(instances, owned, SERVICE_KEY, Duration.ofDays(7))
                                .addTo(routes.routes())));
        started.add(service);
        started.add(metrics);
        self[0] = new HostInfo(service.address().getHost(), service.address().getPort());
        owners.add(self[0]);
        return service.address();
    }

    private URI twoInstances() {
        OwnedPartitions first = new OwnedPartitions();
        PartitionFixture.enter(first, 0, 5, DAY, SAMPLE);
        PartitionFixture.enter(first, 2, 0, DAY);
        OwnedPartitions second = new OwnedPartitions();
        PartitionFixture.enter(second, 1, 7, DAY, ACTIVITY, OTHER_STORE);
        URI address = instance(first);
        instance(second);
        return address;
    }

    @Test
    void findsTheReceiptOfAnIdentity_whicheverInstanceOwnsItsPartition() throws Exception {
        int partition = Utils.toPositive(Utils.murmur2(new Identity("application_A", "12345").key())) % 3;
        OwnedPartitions owner = new OwnedPartitions();
        OwnedPartitions other = new OwnedPartitions();
        for (int i = 0; i < 3; i++) {
            PartitionFixture.enter(i == partition ? owner : other, i, 7, DAY, i == partition ? ACTIVITY : SAMPLE);
        }
        for (URI instance : List.of(instance(owner), instance(other))) {
            String path = "/internal/v1/identities?source=application_A&event_id=";
            JsonNode found = json(get(instance, path + "12345", SERVICE_KEY.reveal()));
            assertThat(found.path("partition").asInt()).isEqualTo(partition);
            assertThat(found.at("/receipt/offset").asInt()).isZero();
            assertThat(found.at("/receipt/business_date").asText()).isEqualTo(DATE.toString());
            assertThat(found.at("/dedup_window_seconds").asInt()).isEqualTo(604_800);
            assertThat(json(get(instance, path + "other", SERVICE_KEY.reveal())).get("receipt"))
                    .isEqualTo(Json.MAPPER.nullNode());
            assertThat(get(instance, path + "12345", READ_KEY).statusCode()).isEqualTo(403);
            assertThat(get(instance, path, SERVICE_KEY.reveal()).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void listsHowManyEventsAreCountedOnEachDate_overAllInstances() throws Exception {
        OwnedPartitions first = new OwnedPartitions();
        PartitionFixture.enter(first, 0, 5, DAY, SAMPLE, ACTIVITY);
        LocalDate earlier = LocalDate.of(1999, 12, 31);
        PartitionFixture.enterRefusals(first, 2, earlier, "till-7", "missing_field", 3);
        OwnedPartitions second = new OwnedPartitions();
        PartitionFixture.enter(second, 1, 7, DAY, OTHER_STORE);
        URI address = instance(first);
        instance(second);

        assertThat(get(address, "/internal/v1/days", SERVICE_KEY.reveal()).body())
                .isEqualTo("{\"days\":[{\"date\":\"1999-12-31\",\"counted\":0},"
                        + "{\"date\":\"2026-11-20\",\"counted\":3}],\"next\":null}");
        assertThat(json(get(address, "/internal/v1/days?from=2000-01-01", SERVICE_KEY.reveal()))
                        .path("days"))
                .hasSize(1);
        assertThat(get(address, "/internal/v1/days", READ_KEY).statusCode()).isEqualTo(403);
        assertThat(get(address, "/internal/v1/days?from=never", SERVICE_KEY.reveal())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void listsNoDates_whenAPartitionHasNoOwner() throws Exception {
        OwnedPartitions first = new OwnedPartitions();
        PartitionFixture.enter(first, 0, 5, DAY, SAMPLE);
        PartitionFixture.enter(first, 2, 0, DAY);
        HttpResponse<String> answer = get(instance(first), "/internal/v1/days", SERVICE_KEY.reveal());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("partition 1 has no owner");
    }

    private HttpResponse<String> get(URI instance, String path, String key) throws Exception {
        return http.send(
                HttpRequest.newBuilder(instance.resolve(path))
                        .header("X-API-Key", key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.MAPPER.readTree(response.body());
    }

    @Test
    void showsTheSampleSaleAsTheGoldenFileDoes() throws Exception {
        HttpResponse<String> response = get(twoInstances(), "/v1/daily-sales?date=2026-11-20&store_id=soho", READ_KEY);
        assertThat(response.statusCode()).isEqualTo(200);
        try (var golden = getClass().getResourceAsStream("daily-sales.json")) {
            assertThat(json(response)).isEqualTo(Json.MAPPER.readTree(golden));
        }
    }

    @Test
    void mergesTheStoresOfAllInstancesInOrder() throws Exception {
        JsonNode answer = json(get(twoInstances(), "/v1/daily-sales?date=2026-11-20", READ_KEY));
        assertThat(answer.get("stores").findValuesAsText("store_id")).containsExactly("café 2", "soho");
    }

    @Test
    void findsAStoreByItsEncodedName() throws Exception {
        JsonNode answer = json(get(twoInstances(), "/v1/daily-sales?date=2026-11-20&store_id=caf%C3%A9%202", READ_KEY));
        assertThat(answer.get("stores").findValuesAsText("store_id")).containsExactly("café 2");
    }

    @Test
    void countsActivityAndListsOrders() throws Exception {
        URI instance = twoInstances();
        assertThat(json(get(instance, "/v1/activity?date=2026-11-20", READ_KEY)))
                .isEqualTo(Json.MAPPER.readTree("""
                        {"date":"2026-11-20","complete":true,"activity":[{"source":"application_A",
                         "event_type":"user_action","status":"success","count":1}]}"""));
        assertThat(json(get(instance, "/v1/orders?date=2026-11-20&store_id=soho", READ_KEY)))
                .isEqualTo(Json.MAPPER.readTree("""
                        {"date":"2026-11-20","complete":true,"orders":[{"store_id":"soho","currency":"GBP",
                         "order_id":"soho-2-9931","net":"7.00","tax":"1.17","tips":"1.00","sales":1,"voids":0}]}"""));
    }

    @Test
    void tellsTheReportServiceTheDayAndItsCut() throws Exception {
        JsonNode day = json(get(twoInstances(), "/internal/v1/days/2026-11-20", SERVICE_KEY.reveal()));
        assertThat(day.get("topic").textValue()).isEqualTo("daybook.events");
        assertThat(day.get("consumer_group").textValue()).isEqualTo("daybook-processor");
        assertThat(day.get("cut")).isEqualTo(Json.MAPPER.readTree("""
                        [{"partition":0,"events":5,"rejected":0},{"partition":1,"events":7,"rejected":0},
                         {"partition":2,"events":0,"rejected":0}]"""));
        assertThat(day.get("accounting")).isEqualTo(Json.MAPPER.readTree("""
                        {"counted":3,"duplicate":0,"conflicting":0,"rejected":0}"""));
        assertThat(day.get("rejections")).isEmpty();
        assertThat(day.get("rejected_topic").textValue()).isEqualTo("daybook.rejected");
        assertThat(day.get("stores")).hasSize(2);
        assertThat(day.get("activity")).hasSize(1);
        assertThat(day.get("complete").booleanValue()).isTrue();
    }

    @Test
    void sumsTheAccountingAndTheRefusalsOfAllInstances() throws Exception {
        OwnedPartitions first = new OwnedPartitions();
        PartitionFixture.enter(first, 0, 5, DAY, SAMPLE);
        PartitionFixture.enterRefusals(first, 1, DATE, "till-2", "missing_field", 3);
        OwnedPartitions second = new OwnedPartitions();
        PartitionFixture.enterRefusals(second, 2, DATE, "till-2", "missing_field", 2);
        URI address = instance(first);
        instance(second);
        ends = Map.of(0, 5L, 1, 0L, 2, 0L);
        endsOfRejected = Map.of(0, 0L, 1, 3L, 2, 2L);

        JsonNode day = json(get(address, "/internal/v1/days/2026-11-20", SERVICE_KEY.reveal()));
        assertThat(day.get("accounting")).isEqualTo(Json.MAPPER.readTree("""
                        {"counted":1,"duplicate":0,"conflicting":0,"rejected":5}"""));
        assertThat(day.get("rejections")).isEqualTo(Json.MAPPER.readTree("""
                        [{"producer":"till-2","code":"missing_field","count":5}]"""));
        assertThat(day.get("cut").get(2)).isEqualTo(Json.MAPPER.readTree("""
                        {"partition":2,"events":0,"rejected":2}"""));
        assertThat(day.get("complete").booleanValue()).isTrue();

        endsOfRejected = Map.of(0, 0L, 1, 3L, 2, 4L);
        assertThat(json(get(address, "/v1/daily-sales?date=2026-11-20", READ_KEY))
                        .get("complete")
                        .booleanValue())
                .as("refusals that were not counted yet")
                .isFalse();
    }

    @Test
    void answersAnEmptyDayWithNoStores() throws Exception {
        HttpResponse<String> response = get(twoInstances(), "/v1/daily-sales?date=2026-11-19", READ_KEY);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"date\":\"2026-11-19\",\"complete\":true,\"stores\":[]}");
    }

    @Test
    void isNotComplete_beforeTheDayHasEnded() throws Exception {
        now = DAY_ENDS.minusNanos(1);
        assertThat(json(get(twoInstances(), "/v1/activity?date=2026-11-20", READ_KEY))
                        .get("complete")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void isNotComplete_beforeEveryPartitionHasReachedItsEnd() throws Exception {
        ends = Map.of(0, 5L, 1, 8L, 2, 0L);
        assertThat(json(get(twoInstances(), "/v1/activity?date=2026-11-20", READ_KEY))
                        .get("complete")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void answers503_whenAPartitionHasNoOwner() throws Exception {
        OwnedPartitions owned = new OwnedPartitions();
        PartitionFixture.enter(owned, 0, 5, DAY, SAMPLE);
        PartitionFixture.enter(owned, 1, 7, DAY);
        assertUnavailable(
                get(instance(owned), "/v1/daily-sales?date=2026-11-20", READ_KEY), "partition 2 has no owner");
    }

    @Test
    void answers503_whenAPartitionHasTwoOwners() throws Exception {
        URI instance = twoInstances();
        OwnedPartitions zombie = new OwnedPartitions();
        PartitionFixture.enter(zombie, 1, 6, DAY);
        instance(zombie);
        assertUnavailable(get(instance, "/v1/daily-sales?date=2026-11-20", READ_KEY), "partition 1 has two owners");
    }

    @Test
    void answers503_whenAnInstanceIsGone() throws Exception {
        URI instance = twoInstances();
        try (ServerSocket unused = new ServerSocket(0)) {
            owners.add(new HostInfo("127.0.0.1", unused.getLocalPort()));
        }
        assertUnavailable(get(instance, "/v1/daily-sales?date=2026-11-20", READ_KEY), "does not answer");
    }

    private static void assertUnavailable(HttpResponse<String> response, String why) throws IOException {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(response).get("detail").textValue()).contains(why);
    }

    @Test
    void keepsInternalCallsToTheServices() throws Exception {
        URI instance = twoInstances();
        assertThat(get(instance, "/internal/v1/days/2026-11-20", READ_KEY).statusCode())
                .isEqualTo(403);
        assertThat(get(instance, "/internal/v1/partitions?date=2026-11-20&kinds=totals", READ_KEY)
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/daily-sales                                    | date",
                "/v1/daily-sales?date=                              | date",
                "/v1/daily-sales?date=20-11-2026                    | date",
                "/v1/daily-sales?date=2026-02-30                    | date",
                "/v1/daily-sales?date=%2B99999-01-01                | date",
                "/v1/daily-sales?date=2026-11-20&date=2026-11-21    | date",
                "/v1/daily-sales?date=2026-11-20&store=soho         | store",
                "/v1/daily-sales?date=2026-11-20&store_id=          | store_id",
                "/v1/daily-sales?date=2026-11-20&store_id=a%00b     | store_id",
                "/v1/activity?date=2026-11-20&store_id=soho         | store_id",
                "/v1/orders?store_id=soho                           | date",
                "/internal/v1/days/today                            | date",
                "/internal/v1/partitions?date=2026-11-20&kinds=all  | kinds",
                "/internal/v1/partitions?date=2026-11-20            | kinds",
                "/internal/v1/partitions?date=2026-11-20&kinds=activity&store_id=soho | store_id",
                "/internal/v1/partitions?date=2026-11-20&kinds=totals,rejections&store_id=soho | store_id",
            })
    void answers400AndNamesTheParameter(String path, String parameter) throws Exception {
        HttpResponse<String> response = get(twoInstances(), path, SERVICE_KEY.reveal());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("detail").textValue()).startsWith(parameter + " ");
    }
}
