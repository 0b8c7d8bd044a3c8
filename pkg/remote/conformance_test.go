package remote_test

import (
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

func TestMemoryConforms(t *testing.T) {
	t.Parallel()
	remotetest.Run(t, func(*testing.T, remotetest.World) remotetest.Remote { return remote.NewMemory(nil) })
}

func TestClientConforms(t *testing.T) {
	t.Parallel()
	for _, oddities := range []emulator.Oddities{emulator.OdditiesNever, emulator.OdditiesRecorded, emulator.OdditiesAlways} {
		t.Run("odd as "+oddities.String(), func(t *testing.T) {
			t.Parallel()
			remotetest.Run(t, func(t *testing.T, w remotetest.World) remotetest.Remote {
				emu, _ := newOddEmulator(t, w.AsOf, spectest.Project, oddities)
				c := newClient(t, emu, remote.Config{Serverless: w.Serverless})
				c.AllowWrites()
				return c
			})
		})
	}
}

func TestMemoryTellsItsWrites(t *testing.T) {
	t.Parallel()
	want := load(t, "demo", flex("orders"), workspace("clicks"))
	m := remote.NewMemory(want[:1])
	for _, err := range []error{
		m.Create(t.Context(), want[1]),
		m.Update(t.Context(), want[0], want[0]),
		m.Delete(t.Context(), want[1]),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	wantSame(t, m.Writes(), []string{
		"create " + want[1].Addr.String(), "update " + want[0].Addr.String(), "delete " + want[1].Addr.String(),
	})
	if live, err := m.WaitReady(t.Context(), want[0], nil); err != nil || live.ID == "" {
		t.Errorf("got %+v, %v, want an ID", live, err)
	}
	if _, err := m.WaitReady(t.Context(), want[1], nil); err == nil {
		t.Error("what is absent got ready")
	}
	if err := m.WaitGone(t.Context(), want[0], nil); err == nil {
		t.Error("what is there is gone")
	}
}
