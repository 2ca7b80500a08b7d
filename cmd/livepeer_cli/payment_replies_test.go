package main

import (
	"encoding/json"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/server/cliapi"
)

// paymentReplies are those of a node that pays and is paid.
func paymentReplies() map[string]string {
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	hundredth, paid, fee := eth("0.01ETH"), eth("0.02ETH"), eth("0.0001ETH")
	price := func(set, wei string) cliapi.PriceSetting {
		return cliapi.PriceSetting{AsSet: set, Price: &cliapi.Price{PricePerUnit: eth(wei), PixelsPerUnit: 1}}
	}
	ticket := cliapi.PaymentTicket{
		Hash: common.Hash{0xab, 0x12}, State: payment.TicketWaiting, Reason: "gas costs 9 gwei now, and 1 gwei most of the time", Sender: account(other), Recipient: account(own),
		FaceValue: hundredth, Round: 12, RedeemableFrom: 640, Received: at, Changed: at,
	}
	redeemed := ticket
	redeemed.State, redeemed.Reason, redeemed.TxHash, redeemed.Paid, redeemed.Fee = payment.TicketRedeemed, "", common.Hash{0xcd}, &hundredth, &fee
	earned := cliapi.PaymentTotal{
		Segments: 1000, Pixels: 5_000_000, Work: cliapi.Credit{Amount: eth("0.006ETH")}, Tickets: 800, Value: cliapi.Credit{Amount: eth("0.0064ETH")}, Winners: 1,
		FaceValue: &hundredth, Redeemed: &hundredth, Gas: &fee, Overhead: "1.00%", Luck: "156.25%",
	}
	spent := cliapi.PaymentTotal{Segments: 10, Pixels: 50_000, Work: cliapi.Credit{Amount: eth("60000gwei")}, Tickets: 8, Value: cliapi.Credit{Amount: eth("64000gwei")}}
	terms := cliapi.PaymentTerms{
		TicketEV: eth("8000gwei"), Overhead: "1%", FaceValue: &hundredth,
		Gas: &cliapi.RedeemCost{Single: 100_000, InBatch: 80_000, Price: eth("2gwei"), Rolling: eth("1gwei"), Cost: fee},
	}
	prices := cliapi.PaymentPrices{
		Default: price("1200 wei", "1200wei"), Senders: []cliapi.SenderPrice{{Sender: account(other), PriceSetting: price("0.0000000005 USD", "200000wei")}},
		Capabilities: []cliapi.CapabilityPrice{{Capability: 16, PriceSetting: cliapi.PriceSetting{AsSet: "1/3 USD"}}},
		Feed:         &cliapi.PaymentFeed{USDPerETH: "2500.00", Age: cliapi.Duration(time.Minute)}, Terms: &terms, Problem: "the price of ETH in USD is not known now",
	}
	limits := cliapi.PaymentLimits{MaxTicketEV: eth("3000gwei"), MaxTotalEV: eth("20000gwei"), DepositMultiplier: 1}
	limited, bound := limits, price("1500 wei", "1500wei")
	limited.MaxPrice = &bound
	outlook := cliapi.FundsOutlook{
		Deposit: eth("0.1ETH"), Reserve: eth("0.2ETH"), SpentPerHour: hundredth, Left: cliapi.Duration(10 * time.Hour), WantDeposit: eth("0.3ETH"), WantReserve: eth("0.2ETH"),
		AutoTopUp: eth("0.5ETH"), ToppedUp: eth("0.05ETH"), Filling: true, WithdrawRound: 14, Problem: "the deposit is low",
	}
	bounded := terms
	bounded.MaxFaceValue, bounded.FaceValue, bounded.Problem = &fee, nil, "the orchestrator's limit of face values is too low"
	rule := cliapi.PaymentRule{Peer: account(other), Rule: "deny", Note: "owes us", Changed: at}
	allowed := cliapi.PaymentRule{Peer: account(other), Rule: "allow", Changed: at}
	replies := map[string]string{}
	for key, v := range map[string]any{
		"GET payments/accounts": cliapi.PaymentAccounts{Total: 5, Accounts: []cliapi.PaymentAccount{
			{Direction: payment.Earned, Peer: account(other), Session: "a1b2", Price: cliapi.Price{PricePerUnit: eth("1200wei"), PixelsPerUnit: 1}, Balance: cliapi.Credit{Amount: eth("5gwei"), Negative: true}, Changed: at},
			{Direction: payment.Spent, Peer: account(own), URI: "https://orch.example.org:8935", Session: "c3d4", Price: cliapi.Price{PricePerUnit: eth("3wei"), PixelsPerUnit: 7}, Balance: cliapi.Credit{Amount: eth("8000gwei")}, Changed: at},
		}},
		"GET payments/tickets": cliapi.PaymentTickets{Tickets: []cliapi.PaymentTicket{ticket, redeemed}, Total: 3, States: []cliapi.TicketStateTotal{
			{State: payment.TicketWaiting, Tickets: 1, FaceValue: hundredth}, {State: payment.TicketRedeemed, Tickets: 2, FaceValue: paid, Paid: paid, Fee: fee},
		}},
		"POST payments/tickets/redeem": cliapi.Redeemed{Tickets: 1},
		"GET payments/days": cliapi.PaymentDays{Total: 2, Earned: &earned, Spent: &spent, Days: []cliapi.PaymentDay{
			{Day: "2026-03-04", Direction: payment.Earned, Peer: account(other), PaymentTotal: earned}, {Day: "2026-03-04", Direction: payment.Spent, Peer: account(own), PaymentTotal: spent},
		}},
		"GET payments/senders": cliapi.PaymentSenders{Total: 2, Senders: []cliapi.PaymentSender{
			{Sender: account(other), FirstSeen: at, LastSeen: at, Sessions: 7, Abandoned: 1, Segments: 1000, Refused: 2, Defaults: 1, Defaulted: hundredth, Rule: "deny", Funds: &cliapi.PaymentFunds{Deposit: paid, Reserve: paid, MaxFloat: hundredth}},
			{Sender: account(own), Sessions: 1},
		}},
		"GET payments/rules": cliapi.PaymentRules{Rules: []cliapi.PaymentRule{rule}}, "PUT payments/rules/" + other: allowed,
		"DELETE payments/rules/" + other: cliapi.PaymentRule{Peer: account(other), Rule: "none"},
		"GET payments/prices":            prices, "PUT payments/prices": prices, "PUT payments/prices/" + other: prices, "DELETE payments/prices/" + other: prices,
		"GET payments/terms": terms, "PUT payments/terms": bounded, "GET payments/limits": limits, "PUT payments/limits": limited,
		"GET payments/funds": outlook, "PUT payments/funds": cliapi.FundsOutlook{Deposit: paid},
	} {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		replies[key] = string(b)
	}
	return replies
}
