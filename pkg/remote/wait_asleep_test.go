package remote_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestWaitLooksOnceMore closes the lid of a notebook while a list is on its way,
// for longer than the deadline. What the list said is old by then: the wait has
// to look again before it gives up, and may give up after that only.
func TestWaitLooksOnceMore(t *testing.T) {
	t.Parallel()
	for later, want := range map[string]string{"READY": "", "PENDING": "still PENDING after 40m0s"} {
		t.Run(later, func(t *testing.T) {
			t.Parallel()
			clock, lists := &stillClock{}, 0
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
				state := "PENDING"
				if lists++; lists == 1 {
					_ = clock.Sleep(r.Context(), time.Hour)
				} else {
					state = later
				}
				answers(200, "application/json", `{"results":[{"name":"a","id":"1","type":"Sample","state":"`+state+`"}],"totalCount":1}`)(w, r)
			})})
			live, err := c.WaitReady(t.Context(), connection("a"), nil)
			if want != "" {
				wantText(t, err, want)
			} else if err != nil || live.Phase != spec.Ready {
				t.Errorf("got %+v, %v, want it ready", live, err)
			}
			if lists != 2 {
				t.Errorf("looked %d times, want 2", lists)
			}
		})
	}
}

// hookClock does something else while the first one sleeps.
type hookClock struct {
	stillClock
	hook func()
}

func (c *hookClock) Sleep(ctx context.Context, d time.Duration) error {
	if hook := c.hook; hook != nil {
		c.hook = nil
		hook()
	}
	return c.stillClock.Sleep(ctx, d)
}

// TestWaitSharesNoOldList has one sleep past its deadline, while another one took
// the list that both share: that does not count as the last look of the first.
func TestWaitSharesNoOldList(t *testing.T) {
	t.Parallel()
	clock, lists := &hookClock{}, 0
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		state := "PENDING"
		if lists++; lists > 1 {
			state = "READY"
		}
		answers(200, "application/json", `{"results":[{"name":"a","id":"1","type":"Sample","state":"`+state+
			`"},{"name":"b","id":"2","type":"Sample","state":"READY"}],"totalCount":2}`)(w, r)
	})})
	clock.hook = func() {
		if _, err := c.WaitReady(t.Context(), connection("b"), nil); err != nil {
			t.Error(err)
		}
		_ = clock.stillClock.Sleep(t.Context(), time.Hour)
	}
	if live, err := c.WaitReady(t.Context(), connection("a"), nil); err != nil || live.Phase != spec.Ready {
		t.Errorf("got %+v, %v, want it ready", live, err)
	}
}
