/** The report service: reads a day's figures, makes its report, keeps it and mails it, on schedule and when asked. */
package dev.daybook.report;
