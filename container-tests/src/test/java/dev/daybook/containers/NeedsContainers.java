package dev.daybook.containers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The class runs where a Docker engine answers and has the images, and is skipped, with the reason, elsewhere. With
 * {@code CONTAINER_TESTS=required} in the environment it fails instead: what CI says it ran, it ran.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsContainers.Condition.class)
@interface NeedsContainers {

    /** Asks the engine once for the whole run. */
    final class Condition implements ExecutionCondition {
        private static final String REASON = ContainerImages.missing().orElse("");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (REASON.isEmpty()) {
                return ConditionEvaluationResult.enabled("an engine answers and has the images");
            }
            if ("required".equals(System.getenv("CONTAINER_TESTS"))) {
                throw new IllegalStateException("CONTAINER_TESTS=required, but " + REASON);
            }
            if (context.getTestMethod().isEmpty()) {
                // The runner's summary counts what was skipped without a word on why.
                System.out.println("SKIPPED " + context.getDisplayName() + ": " + REASON);
            }
            return ConditionEvaluationResult.disabled(REASON);
        }
    }
}
