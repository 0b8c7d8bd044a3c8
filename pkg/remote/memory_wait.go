package remote

import (
	"context"
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// WaitReady gives what is there: nothing in a Memory takes time.
func (m *Memory) WaitReady(ctx context.Context, r spec.Resource, _ func(string)) (*spec.Resource, error) {
	live, err := m.Read(ctx, r)
	if err == nil && live == nil {
		return nil, fmt.Errorf("%s: %w", r.Addr, ErrNotFound)
	}
	return live, err
}

// WaitEffect is WaitReady: nothing in a Memory takes time.
func (m *Memory) WaitEffect(ctx context.Context, _, want spec.Resource, report func(string)) (*spec.Resource, error) {
	return m.WaitReady(ctx, want, report)
}

// WaitLeft reports whether it is gone: nothing in a Memory takes time.
func (m *Memory) WaitLeft(ctx context.Context, live spec.Resource) (bool, error) {
	now, err := m.Read(ctx, live)
	return err == nil && (now == nil || now.ID != live.ID), err
}

// WaitChanged looks once: nothing in a Memory takes time.
func (m *Memory) WaitChanged(ctx context.Context, r spec.Resource, changed func(live *spec.Resource) bool) (bool, error) {
	live, err := m.Read(ctx, r)
	return err == nil && changed(live), err
}

// WaitSeen is Read: nothing in a Memory takes time.
func (m *Memory) WaitSeen(ctx context.Context, r spec.Resource) (*spec.Resource, error) {
	return m.Read(ctx, r)
}

// WaitGone fails when r is there: nothing in a Memory takes time.
func (m *Memory) WaitGone(ctx context.Context, r spec.Resource, _ func(string)) error {
	live, err := m.Read(ctx, r)
	if err == nil && live != nil {
		return fmt.Errorf("%s is still there", r.Addr)
	}
	return err
}
