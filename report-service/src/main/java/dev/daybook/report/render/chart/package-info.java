/** Charts as shapes that a template draws: positions in percent of the width, so that text keeps its size on any screen. Pure. */
package dev.daybook.report.render.chart;
