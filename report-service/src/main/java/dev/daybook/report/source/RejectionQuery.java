package dev.daybook.report.source;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Which refusals are asked for.
 *
 * @param date the business date that they count on
 * @param producer empty for all, as the code
 */
public record RejectionQuery(LocalDate date, Optional<String> producer, Optional<String> code) {

    boolean matches(KeptRejection rejection) {
        return producer.filter(wanted -> !wanted.equals(rejection.producer())).isEmpty()
                && code.filter(wanted -> !wanted.equals(rejection.code())).isEmpty();
    }
}
