package remote_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestPatienceIsForOwnObjects wants a 404 taken for an answer at once unless this
// very client made what is denied: a second client made nothing.
func TestPatienceIsForOwnObjects(t *testing.T) {
	t.Parallel()
	emu, _ := newOddEmulator(t, "", "demo", emulator.OdditiesAlways)
	mine, other := newClient(t, emu, remote.Config{}), newClient(t, emu, remote.Config{})
	mine.AllowWrites()
	other.AllowWrites()
	docs := append(load(t, "demo", workspace("clicks")), load(t, "demo", sample("clicks", "a"))...)
	if err := mine.Create(t.Context(), docs[0]); err != nil {
		t.Fatal(err)
	}
	begun := emu.Now()
	if err := other.Create(t.Context(), docs[1]); !errors.Is(err, remote.ErrNoParent) {
		t.Errorf("got %v, want that there is no parent", err)
	}
	if took := emu.Now().Sub(begun); took > 0 {
		t.Errorf("waited %s for what somebody else made", took)
	}
	if err := mine.Create(t.Context(), docs[1]); err != nil {
		t.Errorf("creating inside of what was just made: %v", err)
	}
	if live, err := other.Read(t.Context(), docs[1]); live != nil || err != nil {
		t.Errorf("got %v, %v, want nothing: Atlas denies it still", live, err)
	}
	if live, err := mine.Read(t.Context(), docs[1]); live == nil || err != nil {
		t.Errorf("got %v, %v, want what was just made", live, err)
	}
}

// TestPatienceIsOfTheQuestion has the answer to a question about something new take
// longer than that is new.
func TestPatienceIsOfTheQuestion(t *testing.T) {
	t.Parallel()
	clock := &stillClock{}
	asked := 0
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		if asked++; asked == 2 {
			_ = clock.Sleep(r.Context(), time.Hour)
			answers(404, "application/json", `{"errorCode":"STREAM_CONNECTION_NOT_FOUND_FOR_NAME"}`)(w, r)
			return
		}
		answers(200, "application/json", `{"name":"a","type":"Sample"}`)(w, r)
	})})
	c.AllowWrites()
	want := load(t, projectID, sample("clicks", "a"))[0]
	if err := c.Create(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if live, err := c.Read(t.Context(), want); live == nil || err != nil {
		t.Errorf("got %v, %v, want what was just made", live, err)
	}
}

// TestPatienceEnds has Atlas deny for ever what it has just made.
func TestPatienceEnds(t *testing.T) {
	t.Parallel()
	clock := &stillClock{}
	asked := 0
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			answers(200, "application/json", `{"name":"a","type":"Sample"}`)(w, r)
		case strings.HasSuffix(r.URL.Path, "/connections/a"):
			asked++
			answers(404, "application/json", `{"errorCode":"STREAM_CONNECTION_NOT_FOUND_FOR_NAME"}`)(w, r)
		}
	})})
	c.AllowWrites()
	want := load(t, projectID, sample("clicks", "a"))[0]
	if err := c.Create(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	for _, wait := range []time.Duration{30 * time.Second, 0} { // the second time it is the truth
		begun := clock.Now()
		if live, err := c.Read(t.Context(), want); live != nil || err != nil {
			t.Errorf("got %v, %v, want nothing", live, err)
		}
		if took := clock.Now().Sub(begun); took != wait {
			t.Errorf("it took %s, want %s", took, wait)
		}
	}
	if asked != 32 {
		t.Errorf("asked %d times", asked)
	}
}

// TestPatienceEndsWithDeletion deletes what was just made, and what is inside of
// it with it: after that a 404 is the truth.
func TestPatienceEndsWithDeletion(t *testing.T) {
	t.Parallel()
	emu, _ := newOddEmulator(t, "", "demo", emulator.OdditiesAlways)
	c := newClient(t, emu, remote.Config{})
	c.AllowWrites()
	docs := append(load(t, "demo", workspace("clicks")), load(t, "demo", sample("clicks", "a"))...)
	for _, err := range []error{
		c.Create(t.Context(), docs[0]), c.Create(t.Context(), docs[1]), c.Delete(t.Context(), docs[0]),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	begun := emu.Now()
	for _, r := range docs {
		if live, err := c.Read(t.Context(), r); live != nil || err != nil {
			t.Errorf("got %v, %v, want nothing", live, err)
		}
	}
	if took := emu.Now().Sub(begun); took > 0 {
		t.Errorf("waited %s for what was deleted", took)
	}
}
