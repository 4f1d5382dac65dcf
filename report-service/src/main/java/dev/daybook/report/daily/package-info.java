/** The day's report as values: figures in, canonical JSON out, and the decision which revision they make. Pure, no I/O. */
package dev.daybook.report.daily;
