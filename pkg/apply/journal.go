package apply

import (
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Journal is told of every write, so that whoever finds it after a crash knows
// which writes may have been done. It must allow calls from several goroutines.
type Journal interface {
	// Intend is called before a write is sent. When it fails, the write is not
	// sent.
	Intend(Write) error
	// Settled is called when it is known what came of a write, with nil when it
	// was done. A write that is never settled may or may not have been done. An
	// error in here is one of the next Intend: nothing can be taken back.
	Settled(Write, error)
	// Through is called when an update that leaves something otherwise for a while,
	// in several writes, has put that back: nothing of it is left to be done.
	Through(spec.Address)
}

// Write is a request that changes one resource.
type Write struct {
	Addr spec.Address
	Verb plan.Action // Create, Update or Delete
}

// silent is the journal of a run that keeps none.
type silent struct{}

func (silent) Intend(Write) error   { return nil }
func (silent) Settled(Write, error) {}
func (silent) Through(spec.Address) {}
