// Package table opens the files of rows that people send, whatever form they are in (CSV in any separator and encoding that Ukrainian
// spreadsheets write, XLSX), gives their rows one by one, and gathers what is wrong with them by row and column.
package table
