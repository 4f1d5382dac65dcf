/** When reports are due, and Quartz, which asks for them then; no other package knows Quartz. */
package dev.daybook.report.schedule;
