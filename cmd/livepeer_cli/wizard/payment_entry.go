package wizard

// earningEntries are of what an orchestrator is paid.
func earningEntries() []entry {
	only := []string{earnings}
	who := field{title: "Broadcaster", meaning: "an address: 0x and 40 hex digits", check: checkAddress}
	note := field{title: "Note", meaning: "why, for later; empty for none", flag: "--note", optional: true}
	price := field{title: "Price", meaning: "such as 1200wei, or 0.50USD with a price feed", check: checkPrice}
	whom := who
	whom.flag = "--for"
	return []entry{
		{"Income", "what was earned, by day", "payments days --side earned", nil, only},
		{"Accounts of broadcasters", "what is paid and not yet worked for, by session", "payments --side earned", nil, only},
		{"Winning tickets", "what has become of them", "payments tickets", nil, only},
		{"Redeem tickets now", "those that only wait for cheaper gas; the node does it by itself", "payments redeem", nil, only},
		{"Prices", "what pixels cost whom, and the terms of tickets", "payments prices", nil, only},
		{"Set the price", "of everybody without a price of their own", "payments set-price", []field{price, pixelsField()}, only},
		{"Set a broadcaster's price", "instead of everybody's", "payments set-price", []field{whom, price, pixelsField()}, only},
		{"Take a broadcaster's price away", "it pays what everybody pays", "payments unset-price", []field{who}, only},
		{"Set the most that a ticket pays", "steadier income for more gas", "payments set-max-face-value", []field{
			{title: "Most that a ticket pays", meaning: "such as 0.01ETH; 0 for no maximum", check: checkWei},
		}, only},
		{"Broadcasters", "whom the node worked for, and what is known of them", "payments senders", nil, only},
		{"Allow a broadcaster", "whatever its history", "payments allow", []field{who, note}, only},
		{"Deny a broadcaster", "no work for it", "payments deny", []field{who, note}, only},
		{"Forget a rule", "a broadcaster's history decides again", "payments forget", []field{who}, only},
		{"Rules", "whom you allowed or denied", "payments rules", nil, only},
	}
}

// pixelsField is what a price is for.
func pixelsField() field {
	return field{title: "Pixels", meaning: "that this price is for, such as 1000000000; empty for 1", flag: "--per", optional: true, check: checkPixels}
}

// payingEntries are of what a broadcaster pays.
func payingEntries() []entry {
	only := []string{broadcaster}
	return []entry{
		{"Funds", "deposit and reserve, and how long they last", "payments funds", nil, only},
		{"Set automatic funding", "how much the node may add in 24 hours by itself", "payments set-auto-top-up", []field{
			{title: "Most in 24 hours", meaning: "such as 0.5ETH; 0 for nothing", check: checkWei},
		}, only},
		{"Spending", "what was spent, by day", "payments days --side spent", nil, only},
		{"Accounts with orchestrators", "what is paid and not yet worked for, by session", "payments --side spent", nil, only},
		{"Limits", "what the node accepts of orchestrators", "payments limits", nil, only},
		{"Set the highest price", "sessions that are dearer end", "payments set-max-price", []field{
			{title: "Highest price", meaning: "such as 1500wei, or 0.50USD with a price feed; none for any price", check: checkPriceOrNone}, pixelsField(),
		}, only},
	}
}
