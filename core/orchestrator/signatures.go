package orchestrator

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

// Chain is what is known of the chain's present (eth/broker).
type Chain interface {
	// Moment is a *pm.Refusal, pm.ChainUnavailable, while nothing is known.
	Moment() (pm.Moment, error)
}

// sign gives this node's word for renditions: the signature that every orchestrator
// gives (wire.md 3), and evidence. Off chain both are nil. Each rendition is hashed
// once for both.
func (a *Admission) sign(renditions []core.Rendition) (sig []byte, evidence *core.Evidence, err error) {
	signer := a.orch.cfg.Signer
	if _, offchain := signer.(signing.Offchain); offchain {
		return nil, nil, nil // spares the hashing of what nobody signs
	}
	data := make([][]byte, len(renditions))
	for i, r := range renditions {
		data[i] = r.Data
	}
	hashes := signing.ResultMessage(data)
	if sig, err = signer.Sign(hashes); err != nil {
		return nil, nil, fmt.Errorf("sign renditions: %w", err)
	}
	evidence, err = a.evidence(renditions, hashes)
	return sig, evidence, err
}

// evidence binds renditions, whose hashes follow one another, to the segment: nil
// where the round is not known, and for a part of a segment (Content-Slice), since
// evidence does not say which part.
func (a *Admission) evidence(renditions []core.Rendition, hashes []byte) (*core.Evidence, error) {
	cfg := &a.orch.cfg
	if cfg.Chain == nil || a.header.Clip != nil {
		return nil, nil
	}
	now, err := cfg.Chain.Moment()
	if err != nil {
		a.orch.log.Debug("results without evidence", "manifest", a.header.ManifestID, "seq", a.header.Seq, "err", err)
		return nil, nil
	}
	e := signing.ResultEvidence{
		ChainID: cfg.ChainID, Recipient: cfg.Signer.Address(), Sender: a.account.Sender, ManifestID: a.header.ManifestID,
		Seq: a.header.Seq, Source: a.header.Hash, Round: int64(now.Current), Results: make([]signing.EvidencedResult, len(renditions)),
	}
	for i, r := range renditions {
		hash := common.Hash(hashes[i*common.HashLength : (i+1)*common.HashLength])
		e.Results[i] = signing.EvidencedResult{Profile: a.header.Profiles[i], Hash: hash, Pixels: r.Pixels}
	}
	msg, err := e.Message()
	if err != nil {
		return nil, fmt.Errorf("give evidence of renditions: %w", err)
	}
	sig, err := cfg.Signer.Sign(msg)
	if err != nil {
		return nil, fmt.Errorf("sign evidence of renditions: %w", err)
	}
	return &core.Evidence{Sig: sig, Round: e.Round}, nil
}
