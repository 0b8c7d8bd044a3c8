package apply_test

import (
	"context"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func (f *fake) WaitReady(ctx context.Context, r spec.Resource, report func(string)) (*spec.Resource, error) {
	report("WORKING")
	if err := f.enter(ctx, "ready", r); err != nil {
		return nil, err
	}
	live, err := f.Memory.WaitReady(ctx, r, report)
	return f.see(live), err
}

func (f *fake) WaitEffect(ctx context.Context, _, want spec.Resource, report func(string)) (*spec.Resource, error) {
	return f.WaitReady(ctx, want, report)
}

func (f *fake) WaitGone(ctx context.Context, r spec.Resource, report func(string)) error {
	report("GOING")
	if err := f.enter(ctx, "gone", r); err != nil {
		return err
	}
	return f.Memory.WaitGone(ctx, r, report)
}

func (f *fake) WaitLeft(ctx context.Context, live spec.Resource) (bool, error) {
	return f.WaitChanged(ctx, live, func(now *spec.Resource) bool {
		return now == nil || now.ID != live.ID || now.Phase == spec.Deleting
	})
}

func (f *fake) WaitSeen(ctx context.Context, r spec.Resource) (live *spec.Resource, err error) {
	_, err = f.WaitChanged(ctx, r, func(now *spec.Resource) bool {
		live = now
		return live != nil
	})
	return live, err
}

// looks is how often a lost write is looked for.
const looks = 3

func (f *fake) WaitChanged(ctx context.Context, r spec.Resource, changed func(*spec.Resource) bool) (bool, error) {
	for range looks {
		live, err := f.Read(ctx, r)
		if err != nil || changed(live) {
			return err == nil, err
		}
	}
	return false, nil
}
