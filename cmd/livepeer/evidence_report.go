package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

// evidenceReport is what a check of a bundle of evidence says.
type evidenceReport struct {
	File    string    `json:"file"`
	Made    time.Time `json:"made"`
	Version string    `json:"version"` // of the program that made it

	ChainID      uint64          `json:"chainId"`
	Orchestrator common.Address  `json:"orchestrator"`
	Broadcaster  common.Address  `json:"broadcaster"`
	Stream       core.ManifestID `json:"stream"`
	Seq          uint64          `json:"seq"`
	Round        int64           `json:"round"`

	// Media are the source, and a rendition for each profile.
	Media []evidenceMedia `json:"media"`
	// ResultSignature is over the renditions alone, EvidenceSignature over them, the
	// job and the source.
	ResultSignature   signatureState `json:"resultSignature"`
	EvidenceSignature signatureState `json:"evidenceSignature"`
	// JudgedBy says whose policy the faults are found by: "default" or "bundle".
	JudgedBy string `json:"judgedBy"`
	// Policy lists the limits of the bundle's policy that are not the default ones.
	Policy []string `json:"policy"`
	// Plan says what became of the places that the bundle names.
	Plan string `json:"plan"`
	// Faults were found anew in places that were drawn for this check, AtPlan in those of
	// the bundle. Told are those that the bundle lists.
	Faults []verification.Fault `json:"faults"`
	AtPlan []verification.Fault `json:"atPlan"`
	Told   []verification.Fault `json:"told"`
	// Own are those of this program's own renditions of the source; OwnState says
	// what they are good for.
	Own      []verification.Fault `json:"own"`
	OwnState string               `json:"ownState"`
	// Proofs are those that were found anew, and show what the orchestrator did.
	Proofs []verification.Fault `json:"proofs"`

	Proves     bool   `json:"proves"`
	Conclusion string `json:"conclusion"`
}

// evidenceMedia is one piece of media.
type evidenceMedia struct {
	Name    string      `json:"name"` // source, or the rendition as faults name it
	Asked   string      `json:"asked,omitempty"`
	Bytes   int         `json:"bytes"`
	Hash    common.Hash `json:"hash"` // keccak-256, as the bundle says
	Altered bool        `json:"altered"`
}

// signatureState says what a signature is worth.
type signatureState string

const (
	sigGood    signatureState = "good"
	sigBad     signatureState = "not the orchestrator's"
	sigMissing signatureState = "missing"
)

func newSignatureState(sig []byte, good bool) signatureState {
	switch {
	case len(sig) == 0:
		return sigMissing
	case good:
		return sigGood
	}
	return sigBad
}

func newEvidenceReport(path, policy string, b *verification.Bundle, found *verification.BundleReport) (*evidenceReport, error) {
	changes, err := policyChanges(b.Policy)
	if err != nil {
		return nil, err
	}
	r := &evidenceReport{
		File: path, Made: b.Made, Version: b.Node, ChainID: b.ChainID, Orchestrator: b.Orchestrator, Broadcaster: b.Sender,
		Stream: b.ManifestID, Seq: b.Seq, Round: b.Round,
		ResultSignature: newSignatureState(b.ResultSig, found.ResultSigned), EvidenceSignature: newSignatureState(b.EvidenceSig, found.EvidenceSigned),
		JudgedBy: policy, Policy: changes, Plan: planState(b.Plan, found), Faults: faultsOf(found.Verdict), AtPlan: faultsOf(found.AtPlan),
		Told: faultsOf(&b.Verdict), Own: faultsOf(found.Own), OwnState: ownState(found), Proofs: append([]verification.Fault{}, found.Proofs()...), Proves: found.Proves(),
	}
	add := func(name, asked string, m verification.Media) {
		r.Media = append(r.Media, evidenceMedia{name, asked, m.Size, m.Hash, slices.Contains(found.Altered, name)})
	}
	add("source", "", b.Source)
	for i, result := range b.Results {
		add(fmt.Sprintf("rendition %d (%s)", i, result.Profile.Name), asked(result.Profile), result.Media)
	}
	r.Conclusion = r.conclude(found)
	return r, nil
}

// faultsOf is never nil.
func faultsOf(v *verification.Verdict) []verification.Fault {
	if v == nil {
		return []verification.Fault{}
	}
	return append([]verification.Fault{}, v.Faults...)
}

// planState says what became of a bundle's plan.
func planState(p *verification.Plan, found *verification.BundleReport) string {
	switch {
	case p == nil:
		return "the bundle names no places"
	case found.AtPlan == nil:
		return "the places that the bundle names are not looked at, since no planner draws such: " + found.PlanRefused
	}
	return "the places that the bundle names are looked at too"
}

// ownState says what became of the program's own renditions.
func ownState(found *verification.BundleReport) string {
	switch {
	case found.OwnFailed != "":
		return "this program has no renditions of its own to compare with: " + found.OwnFailed
	case found.Own == nil:
		return "no rendition had to be made for comparison"
	case found.Own.OK():
		return "this program's own renditions of the source have none of these faults"
	}
	return "what this program's own renditions of the source have too is nobody's fault"
}

// asked describes a profile.
func asked(p core.Profile) string {
	text := fmt.Sprintf("%dx%d, %d bit/s", p.Width, p.Height, p.Bitrate)
	if num, den := p.Rate(); num > 0 {
		text += fmt.Sprintf(", %d/%d frames a second", num, den)
	}
	return text
}

// conclude says in one line what the bundle is good for.
func (r *evidenceReport) conclude(found *verification.BundleReport) string {
	who := r.Orchestrator.Hex()
	switch {
	case found.Proves() && r.JudgedBy == bundlesPolicy && len(r.Policy) > 0:
		return "proves that " + who + " returned and signed results that the bundle's policy rejects; that is not the default policy, so judge its limits"
	case found.Proves():
		return "proves that " + who + " returned and signed results that are not what it was asked for"
	case len(found.Altered) > 0:
		return "does not prove anything: these are not the media that the bundle speaks of: " + strings.Join(found.Altered, ", ")
	case !found.EvidenceSigned && found.ResultSigned:
		return "does not prove anything: " + who + " signed the renditions, but not of which source and for which job they are"
	case !found.EvidenceSigned:
		return "does not prove anything: " + who + " did not sign these results for this source and job"
	}
	switch {
	case len(r.Own) > 0:
		return "does not prove anything: what is wrong with the results is wrong with this program's own renditions of that source too"
	case len(r.Faults)+len(r.AtPlan) > 0:
		return "does not prove anything: what is wrong with the results only their receiver can tell"
	case slices.ContainsFunc(r.Told, func(f verification.Fault) bool { return !f.Code.Provable() }):
		return "does not prove anything: what the bundle lists was compared with something that is not in it"
	}
	return "does not prove anything: nothing is wrong with the results"
}

// policyChanges lists the limits of a policy that are not the default ones.
func policyChanges(p verification.Policy) ([]string, error) {
	limits := func(p verification.Policy) (m map[string]json.RawMessage, err error) {
		b, err := json.Marshal(p)
		if err == nil {
			err = json.Unmarshal(b, &m)
		}
		return m, err
	}
	if p.Ignore == nil {
		p.Ignore = []verification.Code{}
	}
	preset := verification.DefaultPolicy()
	preset.Ignore = append([]verification.Code{}, preset.Ignore...)
	own, err := limits(p)
	if err != nil {
		return nil, fmt.Errorf("read the policy of a bundle of evidence: %w", err)
	}
	usual, err := limits(preset)
	if err != nil {
		return nil, fmt.Errorf("read the default policy: %w", err)
	}
	changes := []string{}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if !bytes.Equal(own[name], usual[name]) {
			changes = append(changes, fmt.Sprintf("%s is %s, by default %s", name, own[name], usual[name]))
		}
	}
	return changes, nil
}

// text is the report for people.
func (r *evidenceReport) text() string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	line := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%s\t%s\n", clean(name), clean(fmt.Sprintf(format, args...)))
	}
	line("Evidence", "%s, made %s by livepeer %s", r.File, r.Made.UTC().Format(time.RFC3339), r.Version)
	line("Orchestrator", "%s", r.Orchestrator.Hex())
	line("Broadcaster", "%s", r.Broadcaster.Hex())
	line("Job", "stream %s, segment %d, round %d, chain %d", r.Stream, r.Seq, r.Round, r.ChainID)
	for _, m := range r.Media {
		state := "as hashed"
		if m.Altered {
			state = "ALTERED"
		}
		text := fmt.Sprintf("%d bytes, %s: %s", m.Bytes, state, m.Hash.Hex())
		if m.Asked != "" {
			text += ", asked for " + m.Asked
		}
		line(m.Name, "%s", text)
	}
	line("Signed results", "%s", r.ResultSignature)
	line("Signed job", "%s", r.EvidenceSignature)
	r.addFindings(line)
	line("Conclusion", "%s", r.Conclusion)
	w.Flush() //nolint:errcheck // a strings.Builder takes all
	return out.String()
}

// addFindings adds by what the results are judged, and what is wrong with them.
func (r *evidenceReport) addFindings(line func(name, format string, args ...any)) {
	if r.JudgedBy == bundlesPolicy {
		line("Judged by", "the bundle's policy")
	} else {
		line("Judged by", "the default policy")
	}
	if len(r.Policy) == 0 {
		line("Its policy", "the default one")
	}
	for _, change := range r.Policy {
		line("Its policy", "%s", change)
	}
	line("Its plan", "%s", r.Plan)
	worth := func(f verification.Fault) string {
		if !f.Code.Provable() {
			return " (proves nothing to others)"
		}
		if has(r.Own, f) {
			return " (as in a rendition of this program's own)"
		}
		return ""
	}
	for _, f := range r.Faults {
		line("Found", "%s%s", f, worth(f))
	}
	for _, f := range r.AtPlan {
		if !has(r.Faults, f) {
			line("Found", "%s, in a place of the plan%s", f, worth(f))
		}
	}
	if len(r.Faults)+len(r.AtPlan) == 0 {
		line("Found", "nothing that is wrong")
	}
	for _, f := range r.Own {
		line("Own rendition", "%s", f)
	}
	line("Compared", "%s", r.OwnState)
	for _, f := range r.Told {
		if !has(r.Faults, f) && !has(r.AtPlan, f) {
			line("Not found", "%s%s", f, worth(f))
		}
	}
}

// has says whether a fault of the same kind and rendition is in a list.
func has(list []verification.Fault, f verification.Fault) bool {
	return slices.ContainsFunc(list, func(g verification.Fault) bool { return g.Code == f.Code && g.Rendition == f.Rendition })
}

// clean keeps what others wrote from moving the cursor.
func clean(text string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return '?'
		}
		return c
	}, strings.ToValidUTF8(text, "?"))
}
