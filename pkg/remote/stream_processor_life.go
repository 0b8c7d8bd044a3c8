package remote

import (
	"context"
	"net/http"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Atlas changes a processor only while it stands still, so that one update is up
// to three writes, each of which takes effect some time after its answer.

// step is one of these writes.
type step int

const (
	nothing step = iota
	halt
	modify
	start
)

// stepOf gives the first write on the way from live to want. To one that stands
// still the change is sent in any case: nothing else would tell that it is there.
func stepOf(live, want *spec.StreamProcessor) step {
	changes := changesProcessor(live, want)
	switch runs, run := started(live), started(want); {
	case runs && (changes || newTier(live, want) != nil || !run):
		return halt
	case runs:
		return nothing
	case changes || !run:
		return modify
	}
	return start
}

func started(p *spec.StreamProcessor) bool {
	return p.State != nil && *p.State == spec.ProcessorStarted
}

// Update stops what runs, or changes it, or starts what is to run: what comes first.
func (d streamProcessors) Update(ctx context.Context, at Site, ref Ref, live, want *spec.StreamProcessor, _ Reveal) error {
	switch stepOf(live, want) {
	case halt:
		return d.halt(ctx, at, ref)
	case modify:
		res, err := d.api.call(ctx, http.MethodPatch, at.inside("processor", ref.Name), nil, processorToAtlas(want), nil)
		return with(res, err)
	case start:
		return d.start(ctx, at, ref, newTier(live, want))
	case nothing:
	}
	return nil
}

// Reaches lists the states by which a stop and a start show. One that stands still
// is as good as stopped, why ever it does. Whatever is to be deleted has to stand
// still.
func (d streamProcessors) Reaches(live, want *spec.StreamProcessor) []string {
	switch {
	case want == nil, stepOf(live, want) == halt:
		return []string{spec.ProcessorStopped, spec.ProcessorCreated, processorFailed}
	case stepOf(live, want) == start:
		return []string{spec.ProcessorStarted}
	}
	return nil
}

// Delete stops what runs first: that Atlas deletes a running processor is not
// documented.
func (d streamProcessors) Delete(ctx context.Context, at Site, ref Ref) error {
	live, err := d.Get(ctx, at, ref)
	if err != nil {
		return err
	}
	if started(live.Body) {
		if err := d.halt(ctx, at, ref); err != nil {
			return err
		}
		return haltedError{}
	}
	res, err := d.api.call(ctx, http.MethodDelete, at.inside("processor", ref.Name), nil, nil, nil)
	return with(res, err)
}

// haltedError is the answer to a deletion that has to be asked for again when the
// object has come to a halt.
type haltedError struct{}

func (haltedError) Error() string { return "it has to stop before it can be deleted" }

// Halted reports that the deletion was begun, and has to be asked for again.
func (haltedError) Halted() bool { return true }

// changesProcessor reports whether anything is to be changed for which a processor
// has to stand still, but for its tier, with which it is started.
func changesProcessor(live, want *spec.StreamProcessor) bool {
	same := live.Pipeline != nil && want.Pipeline != nil && live.Pipeline.Equal(*want.Pipeline)
	return !same || !spec.EqualNodes(spec.Encode(dlqOf(live)), spec.Encode(dlqOf(want)))
}

func dlqOf(p *spec.StreamProcessor) *spec.StreamDLQ {
	if p.Options == nil || p.Options.DLQ == nil {
		return &spec.StreamDLQ{}
	}
	return p.Options.DLQ
}

// newTier is the tier to start with, nil for the one that it has.
func newTier(live, want *spec.StreamProcessor) *string {
	if want.Tier == nil || live.Tier != nil && *live.Tier == *want.Tier {
		return nil
	}
	return want.Tier
}

// halt asks a processor to stop.
func (d streamProcessors) halt(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.call(ctx, http.MethodPost, at.inside("processor", verbOf(ref.Name, "stop")), nil, nil, nil)
	return d.unlessThere(ctx, at, ref, with(res, err), spec.ProcessorStopped, spec.ProcessorCreated, processorFailed)
}

// start asks a processor to start, with another tier where there is one.
func (d streamProcessors) start(ctx context.Context, at Site, ref Ref, tier *string) error {
	if tier == nil {
		res, err := d.api.call(ctx, http.MethodPost, at.inside("processor", verbOf(ref.Name, "start")), nil, nil, nil)
		return d.unlessThere(ctx, at, ref, with(res, err), spec.ProcessorStarted, processorInit)
	}
	sent := struct {
		Tier string `json:"tier"`
	}{*tier}
	res, err := d.with.call(ctx, http.MethodPost, at.inside("processor", verbOf(ref.Name, "startWith")), nil, sent, nil)
	return with(res, err)
}

// unlessThere forgives a refusal where the processor has got by itself, or by
// somebody else, to where it was asked to go. What the answer was that got lost is
// for the caller to find out.
func (d streamProcessors) unlessThere(ctx context.Context, at Site, ref Ref, answer error, states ...string) error {
	if answer == nil || outcomeUnknown(translate(answer)) {
		return answer
	}
	if live, err := d.Get(ctx, at, ref); err == nil && slices.Contains(states, live.State) {
		return nil
	}
	return answer
}
