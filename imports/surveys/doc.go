// Package surveys reads what people answered from the files of the tools that asked them (KoboToolbox, ODK Central, LimeSurvey, Google
// Forms) and from plain tables, and reads and writes questionnaires as XLSForm. It knows questionnaires and files, and nothing of where
// answers are kept.
//
// Propose looks at a file and says which column is what; a person corrects that; Read gives the responses one by one. What tells who
// somebody is (names, addresses, telephones) is never read.
package surveys
