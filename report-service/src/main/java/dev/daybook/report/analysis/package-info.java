/** The Sales Analysis Report as values and as text: what one day sold, by product group and item. Pure, no I/O. */
package dev.daybook.report.analysis;
