package emulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestDropLate loses requests that arrive all the same, later and in the order of
// their times.
func TestDropLate(t *testing.T) {
	t.Parallel()
	ways(t, func(t *testing.T, over func(*emulator.Emulator) http.RoundTripper) {
		var log exchanges
		emu, project := newEmulator(t, emulator.Config{Log: log.add})
		emu.SetFaults(rules(t, "POST /streams nth=1 latency=10s drop=late", "PATCH /streams/* latency=7s drop=late")...)
		rt := over(emu)
		if _, _, err := try(t, rt, "POST", project+"/streams", workspaceBody); err == nil {
			t.Fatal("the connection is not closed")
		}
		const rule = "POST /streams nth=1 latency=10s drop=late"
		lost := log.last(t)
		if lost.Status != 0 || lost.Effect != 0 || lost.Fault != rule {
			t.Errorf("the log tells of the request: %+v", lost)
		}
		emu.Advance(4 * time.Second)
		// It comes after the one that makes what it changes.
		if _, _, err := try(t, rt, "PATCH", project+"/streams/clicks", `{"streamConfig":{"tier":"SP5"}}`); err == nil {
			t.Fatal("the connection is not closed")
		}
		emu.Advance(5*time.Second + 999*time.Millisecond)
		wantCode(t, send(t, rt, "GET", project+"/streams/clicks", ""), 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME")
		log.take()
		emu.Advance(time.Millisecond)
		wantTier(t, rt, project, "SP30")
		landed := log.take()
		if len(landed) != 2 || landed[0].Status != 0 || landed[0].Effect != 200 || landed[0].Fault != rule || landed[1].Effect != 0 {
			t.Errorf("the log tells of the effect: %+v", landed)
		}
		emu.Advance(time.Second)
		wantTier(t, rt, project, "SP5")
	})
}

func wantTier(t *testing.T, rt http.RoundTripper, project, tier string) {
	t.Helper()
	raw := must(t, rt, 200, "GET", project+"/streams/clicks", "").raw
	if !strings.Contains(raw, `"tier":"`+tier+`"`) {
		t.Errorf("want tier %s, got %s", tier, raw)
	}
}
