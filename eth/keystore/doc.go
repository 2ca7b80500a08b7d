// Package keystore opens the account that the node signs with, from a directory
// of Keystore V3 files as go-ethereum writes them, or from one such file.
//
// Open decrypts the key once; the Account then signs without I/O and is safe for
// concurrent use. Neither passwords nor keys come out of this package, in no
// log, error or text.
package keystore
