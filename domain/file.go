package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// UploadPurpose is what a file is sent for.
type UploadPurpose string

// The purposes.
const (
	ImportUpload   UploadPurpose = "IMPORT"
	EvidenceUpload UploadPurpose = "EVIDENCE"
	// ResponsesUpload is a file of responses to a survey: fifty thousand to twenty questions must fit.
	ResponsesUpload UploadPurpose = "RESPONSES"
)

// MaxFileName is how long the name of a file may be, in letters.
const MaxFileName = 255

// MostBytes is how long a file of a purpose may be.
func (p UploadPurpose) MostBytes() int {
	switch p {
	case EvidenceUpload:
		return 20 << 20
	case ResponsesUpload:
		return 30 << 20
	default:
		return 10 << 20
	}
}

// CheckFileName demands a name that can be shown. It is told back to people and never names anything here, so that it may well read
// like a path.
func CheckFileName(field, name string) error {
	n := utf8.RuneCountInString(name)
	if n == 0 || n > MaxFileName || strings.TrimSpace(name) == "" || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return Invalid(field, "Від 1 до %d символів, без керівних.", "1 to %d characters, none of them control characters.", MaxFileName)
	}
	return nil
}
