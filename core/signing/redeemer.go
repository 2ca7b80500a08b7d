package signing

import (
	"encoding/binary"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// redeemerDomain keeps the signature of a call from being one over anything else.
const redeemerDomain = "livepeer redeemer call\x00"

// RedeemerMessage is what an orchestrator signs to call the redeemer of a
// recipient: the method, such as "/net.TicketRedeemer/QueueTicket", and the time
// in whole seconds. As with PingMessage, the bytes are bound to this use.
func RedeemerMessage(recipient common.Address, method string, at time.Time) []byte {
	msg := append([]byte(redeemerDomain), recipient[:]...)
	msg = binary.BigEndian.AppendUint64(msg, uint64(at.Unix()))
	return append(msg, method...)
}
