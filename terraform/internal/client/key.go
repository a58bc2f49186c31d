package client

import (
	"crypto/rand"
	"encoding/hex"
)

// NewKey makes an idempotency key that nobody else makes.
func NewKey() string {
	var bytes [16]byte
	_, _ = rand.Read(bytes[:]) // never fails: it ends the process instead
	return "terraform-" + hex.EncodeToString(bytes[:])
}
