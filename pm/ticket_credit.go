package pm

import (
	"encoding/binary"
	"math/big"
	"math/bits"
)

// uint256 has 64 bits in each word, the lowest first.
type uint256 [4]uint64

func uint256Of(be [32]byte) (v uint256) {
	for i := range v {
		v[i] = binary.BigEndian.Uint64(be[24-8*i:])
	}
	return v
}

// TicketCredit is what one ticket is worth on an account: its expected value,
// rounded down. Every ticket that is received comes here, so that it does without
// a division: with M = 2^256-1, a number a·2^256 + b is a·M + (a+b).
func TicketCredit(faceValue Wei, p WinProb) Credit {
	product := mul256(uint256Of(faceValue.Bytes32()), uint256Of(p.be))
	// The product in units of 2^-64 wei, a·2^256 + b.
	a := [5]uint64(product[3:])
	b := uint256{0, product[0], product[1], product[2]}
	sum := add(a, b) // c·2^256 + d
	c := [5]uint64{sum[4], sum[5]}
	d := uint256(sum[:4])
	last := add(c, d) // less than 2·M
	quotient := add(a, uint256{c[0], c[1]})
	if last[4] != 0 || uint256(last[:4]) == (uint256{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}) {
		quotient = add([5]uint64(quotient[:5]), uint256{1})
	}
	var be [40]byte
	for i := range 5 {
		binary.BigEndian.PutUint64(be[32-8*i:], quotient[i])
	}
	return creditOf(new(big.Int).SetBytes(be[:]))
}

// mul256 is x·y.
func mul256(x, y uint256) (z [8]uint64) {
	for i, v := range x {
		var carry uint64
		for j, w := range y {
			hi, lo := bits.Mul64(v, w)
			var c uint64
			lo, c = bits.Add64(lo, z[i+j], 0)
			hi += c
			z[i+j], c = bits.Add64(lo, carry, 0)
			carry = hi + c
		}
		z[i+4] = carry
	}
	return z
}

// add is x+y.
func add(x [5]uint64, y uint256) (z [6]uint64) {
	var carry uint64
	for i, v := range y {
		z[i], carry = bits.Add64(x[i], v, carry)
	}
	z[4], z[5] = bits.Add64(x[4], 0, carry)
	return z
}
