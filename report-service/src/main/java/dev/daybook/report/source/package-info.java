/** Where a report's figures come from: the processor's answer, and what Kafka says of how far it reaches. */
package dev.daybook.report.source;
