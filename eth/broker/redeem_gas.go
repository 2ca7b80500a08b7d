package broker

// maxRedemptions bounds those that are looked at, the newest.
const maxRedemptions = 40

// redemption is a transaction that redeemed so many tickets.
type redemption struct {
	Tickets int    `json:"tickets"`
	Gas     uint64 `json:"gas"`
}

// redemptions are the newest ones, the oldest first.
type redemptions []redemption

func (r redemptions) with(tickets int, gas uint64) redemptions {
	if tickets < 1 || gas < txGas {
		return r
	}
	r = append(r, redemption{tickets, gas})
	return r[max(len(r)-maxRedemptions, 0):]
}

// mean gas of a ticket in the transactions with one ticket, or in those with
// more; ok is false when there are none. Rounded up.
func (r redemptions) mean(batches bool) (gas uint64, ok bool) {
	var sum, tickets uint64
	for _, one := range r {
		if one.Tickets > 1 == batches {
			sum, tickets = sum+one.Gas, tickets+uint64(one.Tickets)
		}
	}
	if tickets == 0 {
		return 0, false
	}
	return (sum + tickets - 1) / tickets, true
}

// batchSaves is what a ticket in a batch saves for certain: half of what a
// transaction takes, as a batch has two tickets or more.
const batchSaves = txGas / 2
