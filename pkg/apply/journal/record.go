package journal

import (
	"encoding/json"
	"time"
)

// FormatVersion is the version of the records.
const FormatVersion = 1

// Header is what a run begins with.
type Header struct {
	Ground
	// Plan is the JSON document of the approved plan.
	Plan json.RawMessage `json:"plan"`
	// Documents names, by address, the document that an operation makes
	// something from, see plan.Document.
	Documents map[string]string `json:"documents"`
	// Allow is what the run may do beside creating and updating.
	Allow []string `json:"allow,omitempty"`
	// Override names the rules that the run may break.
	Override []string `json:"override,omitempty"`
	// Holder says who runs it, for people.
	Holder string `json:"holder"`
}

// Ending says how a run ended.
type Ending string

// The endings. A journal without one belongs to a run that was killed.
const (
	Complete    Ending = "complete"    // everything was done: there is nothing to continue
	Partial     Ending = "partial"     // something failed, the time was over, or an outcome is unknown
	Interrupted Ending = "interrupted" // by a signal
)

// kind tells records apart.
type kind string

const (
	begin   kind = "begin"
	resume  kind = "resume"
	intend  kind = "intend"
	settled kind = "settled"
	through kind = "through"
	end     kind = "end"
)

// record is one line.
type record struct {
	Type          kind      `json:"type"`
	FormatVersion int       `json:"formatVersion,omitempty"` // of begin
	Time          time.Time `json:"time"`
	*Header                 // of begin

	// Write numbers the writes of a journal from 1, also across runs.
	Write   int    `json:"write,omitempty"`
	Address string `json:"address,omitempty"`
	Verb    string `json:"verb,omitempty"`
	Error   string `json:"error,omitempty"` // of settled: why it was not done

	Ending Ending `json:"ending,omitempty"` // of end
}
