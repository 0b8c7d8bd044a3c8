package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Atlas changes a processor only while it stands still, so that one update is up
// to three writes, each of which takes effect some time after its answer.

const (
	// processorPause is how long to wait before a processor is looked at again.
	processorPause = time.Second
	// processorPatience is how long it may take to stop or to start: Atlas itself
	// gives up on a slow stop after three minutes.
	processorPatience = 10 * time.Minute
)

// Update stops what runs, changes it, and starts what is to run. Where Atlas
// refuses the change, it starts again what it has stopped.
func (d streamProcessors) Update(ctx context.Context, at Site, ref Ref, live, want *spec.StreamProcessor, _ Reveal) error {
	patch, tier := processorPatch(live, want), newTier(live, want)
	runs, run := started(live), started(want)
	stops := runs && (patch != nil || tier != nil || !run)
	if !runs && !run { // nothing else would tell that it is there
		patch = processorToAtlas(want)
	}
	if stops {
		if err := d.stop(ctx, at, ref); err != nil {
			return err
		}
	}
	if err := d.modify(ctx, at, ref, patch, stops); err != nil {
		return err
	}
	if !run || runs && !stops {
		return nil
	}
	return d.start(ctx, at, ref, tier)
}

func started(p *spec.StreamProcessor) bool {
	return p.State != nil && *p.State == spec.ProcessorStarted
}

// modify sends a change, if there is one. What was stopped for a change that Atlas
// refuses is started again.
func (d streamProcessors) modify(ctx context.Context, at Site, ref Ref, patch *processor, stopped bool) error {
	if patch == nil {
		return nil
	}
	res, err := d.api.call(ctx, http.MethodPatch, at.inside("processor", ref.Name), nil, patch, nil)
	if err = translate(with(res, err)); err == nil || !stopped || outcomeUnknown(err) {
		return err
	}
	if again := translate(d.start(ctx, at, ref, nil)); again != nil {
		return fmt.Errorf("%w; it was stopped for that, and does not start again: %w", err, again)
	}
	return err
}

// Delete stops what runs first: that Atlas deletes a running processor is not
// documented.
func (d streamProcessors) Delete(ctx context.Context, at Site, ref Ref) error {
	live, err := d.Get(ctx, at, ref)
	if err == nil && live.runs() {
		err = d.stop(ctx, at, ref)
	}
	if err != nil {
		return err
	}
	res, err := d.api.call(ctx, http.MethodDelete, at.inside("processor", ref.Name), nil, nil, nil)
	return with(res, err)
}

// runs reports whether a processor has to be stopped before it can be changed.
func (o Object[T]) runs() bool { return o.State == spec.ProcessorStarted || o.State == "INIT" }

// processorPatch is what is to be changed while the processor stands still, or nil.
func processorPatch(live, want *spec.StreamProcessor) *processor {
	patch := processorToAtlas(want)
	same := live.Pipeline != nil && want.Pipeline != nil && live.Pipeline.Equal(*want.Pipeline)
	if same && spec.EqualNodes(spec.Encode(dlqOf(live)), spec.Encode(dlqOf(want))) {
		return nil
	}
	return patch
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

// stop asks a processor to stop and waits until it has.
func (d streamProcessors) stop(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.call(ctx, http.MethodPost, at.inside("processor", verbOf(ref.Name, "stop")), nil, nil, nil)
	return d.moved(ctx, at, ref, translate(with(res, err)), func(o Object[spec.StreamProcessor]) bool { return !o.runs() && o.Phase != spec.Pending })
}

// start asks a processor to start, with another tier where there is one, and waits
// until it runs. One that fails is told by its state.
func (d streamProcessors) start(ctx context.Context, at Site, ref Ref, tier *string) error {
	var res *http.Response
	var err error
	if tier == nil {
		res, err = d.api.call(ctx, http.MethodPost, at.inside("processor", verbOf(ref.Name, "start")), nil, nil, nil)
	} else {
		with := struct {
			Tier string `json:"tier"`
		}{*tier}
		res, err = d.with.call(ctx, http.MethodPost, at.inside("processor", verbOf(ref.Name, "startWith")), nil, with, nil)
	}
	return d.moved(ctx, at, ref, translate(with(res, err)), func(o Object[spec.StreamProcessor]) bool {
		return o.State == spec.ProcessorStarted || o.Phase == spec.Failed
	})
}

// moved waits until a processor is where it was asked to go. An answer that was
// lost, or says that it is there already, is settled by looking.
func (d streamProcessors) moved(ctx context.Context, at Site, ref Ref, answer error, there func(Object[spec.StreamProcessor]) bool) error {
	patience := processorPatience
	switch {
	case outcomeUnknown(answer):
		patience = seenWithin
	case answer != nil:
		patience = 0
	}
	deadline := d.clock.Now().Add(patience)
	for {
		// However long the answer takes, only a look from after the deadline can
		// say that the time was not enough.
		late := !d.clock.Now().Before(deadline)
		live, err := d.Get(ctx, at, ref)
		switch {
		case err != nil:
			return errors.Join(answer, err)
		case there(live):
			return nil
		case late && answer != nil:
			return answer
		case late:
			return fmt.Errorf("it is still %s after %s: plan again to see", live.State, patience)
		}
		if err := d.clock.Sleep(ctx, processorPause); err != nil {
			return err
		}
	}
}
