/** What people read of a report, made from its canonical form. Pure, no I/O. */
package dev.daybook.report.render;
