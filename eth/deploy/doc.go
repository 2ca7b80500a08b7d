// Package deploy puts the protocol's contracts on a chain: tests, devnets and
// networks of one's own. The public network's are there already.
//
// Contracts behind proxies find each other when their implementations are
// built, so all proxies come first. All transactions are sent one after the
// other without waiting, with consecutive nonces, and so can share blocks; the
// addresses are known before anything is mined.
package deploy
