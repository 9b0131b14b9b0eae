package auth

import (
	"crypto/rand"
	"strings"
)

// receiptLength is how many letters and digits a receipt has: 130 bits.
const receiptLength = 26

// NewReceipt gives a random code that a person may write down: letters and digits that are not taken for each other, in groups of five.
func NewReceipt() string {
	plain := rand.Text()[:receiptLength]
	parts := []string{}
	for ; len(plain) > 6; plain = plain[5:] {
		parts = append(parts, plain[:5])
	}
	return strings.Join(append(parts, plain), "-")
}

// asWritten reads the digits that a receipt never has as the letters that they look like, and passes over what parts the groups.
var asWritten = strings.NewReplacer("-", "", " ", "", "\t", "", "0", "O", "1", "I")

// ParseReceipt reads a receipt as somebody has copied it, and gives its fingerprint; false where it cannot be one.
func ParseReceipt(code string) ([]byte, bool) {
	if len(code) > 100 {
		return nil, false
	}
	plain := asWritten.Replace(strings.ToUpper(code))
	if len(plain) != receiptLength || strings.Trim(plain, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		return nil, false
	}
	return Fingerprint(plain), true
}
