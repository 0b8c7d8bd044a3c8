package journal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/apply/journal"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

var start = time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)

func now() time.Time { return start }

// disk is a file of which only what was synced survives.
type disk struct {
	bytes.Buffer
	synced int
	err    error
	room   int // how much more can be written, when it is not 0
}

func (d *disk) Write(p []byte) (int, error) {
	if d.room > 0 && len(p) > d.room {
		n, _ := d.Buffer.Write(p[:d.room])
		return n, errors.New("no space left")
	}
	return d.Buffer.Write(p)
}

func (d *disk) Sync() error {
	if d.err != nil {
		return d.err
	}
	d.synced = d.Len()
	return nil
}

func (d *disk) survives() []byte { return d.Bytes()[:d.synced] }

func write(name string, verb plan.Action) apply.Write {
	return apply.Write{Addr: spec.Address{Project: "p", Kind: spec.KindFlexCluster, Name: name}, Verb: verb}
}

func header() journal.Header {
	return journal.Header{
		Plan: json.RawMessage("{\n  \"digest\": \"sha256:1\"\n}"), Documents: map[string]string{"p/FlexCluster/a": "sha256:2"},
		Allow: []string{"delete"}, Override: []string{"max-deletes"}, Holder: "process 1 on ci",
		Ground: journal.Ground{Atlas: "cloud", Projects: map[string]string{"p": "1"}, Declared: []string{"p/FlexCluster/a"}},
	}
}

// story writes a journal of a run, and gives its file.
func story(t *testing.T) *disk {
	t.Helper()
	d := &disk{}
	j, err := journal.New(d, header(), now)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []apply.Write{write("a", plan.Create), write("b", plan.Update), write("c", plan.Delete)} {
		if err := j.Intend(w); err != nil {
			t.Fatal(err)
		}
	}
	j.Settled(write("b", plan.Update), nil)
	j.Settled(write("c", plan.Delete), errors.New("409 busy\nvery"))
	return d
}

func read(t *testing.T, data []byte) *journal.Record {
	t.Helper()
	r, err := journal.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestARunThatWasKilled(t *testing.T) {
	t.Parallel()
	d := story(t)
	r := read(t, d.survives())
	want := []journal.Open{{Address: "p/FlexCluster/a", Verb: "create", Time: start}}
	if diff := cmp.Diff(want, r.Open, cmpopts.IgnoreUnexported(journal.Open{})); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	if r.Ending != "" || r.Finished() || r.Size != d.Len() || !r.Started.Equal(start) {
		t.Errorf("ending %q, finished %t, size %d of %d, started %s", r.Ending, r.Finished(), r.Size, d.Len(), r.Started)
	}
	for name, want := range map[string][2]bool{"a": {true, false}, "b": {true, true}, "c": {true, false}, "d": {false, false}} {
		addr := "p/FlexCluster/" + name
		if got := [2]bool{r.Begun(addr), r.Done(addr)}; got != want {
			t.Errorf("%s: begun and done: got %v, want %v", name, got, want)
		}
	}
	wantHeader := header()
	wantHeader.Plan = json.RawMessage(`{"digest":"sha256:1"}`)
	if diff := cmp.Diff(wantHeader, r.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
}

// TestContinued goes on with the journal of a run that was killed.
func TestContinued(t *testing.T) {
	t.Parallel()
	d := story(t)
	earlier := read(t, d.survives())
	j, err := journal.Resume(d, earlier, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Found(earlier.Open[0], true); err != nil {
		t.Fatal(err)
	}
	if err := j.Intend(write("c", plan.Delete)); err != nil {
		t.Fatal(err)
	}
	if r := read(t, d.survives()); len(r.Open) != 1 || r.Open[0].Verb != "delete" || !r.Done("p/FlexCluster/a") {
		t.Errorf("open %v", r.Open)
	}
	j.Settled(write("c", plan.Delete), nil)
	if err := j.End(journal.Complete); err != nil {
		t.Fatal(err)
	}
	if r := read(t, d.survives()); !r.Finished() || len(r.Open) > 0 {
		t.Errorf("finished %t, open %v", r.Finished(), r.Open)
	}
}

// TestCutOffAnywhere reads a journal that was cut off at every byte: what was
// open or settled by then is known, and nothing is worse than less of it.
func TestCutOffAnywhere(t *testing.T) {
	t.Parallel()
	whole := story(t).Bytes()
	for size := range whole {
		r, err := journal.Read(whole[:size])
		if err != nil {
			t.Fatalf("cut off at %d: %v", size, err)
		}
		lines := bytes.Count(whole[:size], []byte("\n"))
		if (r == nil) != (lines == 0) {
			t.Fatalf("cut off at %d, after %d lines: got %v", size, lines, r)
		}
		if r == nil {
			continue
		}
		if open := []int{0, 1, 2, 3, 2, 1}[lines-1]; len(r.Open) != open {
			t.Errorf("cut off after %d lines: %d open, want %d", lines, len(r.Open), open)
		}
		if whole[r.Size-1] != '\n' || r.Size > size {
			t.Errorf("cut off at %d: says that %d were read", size, r.Size)
		}
	}
}

func TestNoJournal(t *testing.T) {
	t.Parallel()
	lines := strings.SplitAfter(story(t).String(), "\n")
	for name, test := range map[string]struct{ text, want string }{
		"something else":      {"hello\n", "line 1 is no record"},
		"another JSON":        {"{}\n", "line 1: it does not begin as a journal does"},
		"without a plan":      {`{"type":"begin","formatVersion":1}` + "\n", "line 1: the plan is missing"},
		"another version":     {`{"type":"begin","formatVersion":9,"plan":{}}` + "\n", "line 1: format version 9, and this atlasctl reads 1"},
		"without its head":    {lines[1], "line 1: it does not begin as a journal does"},
		"two in one":          {lines[0] + lines[0], "line 2: it does not begin as a journal does"},
		"settled from afar":   {lines[0] + lines[4], "line 2: write 2 is settled and was never begun"},
		"an unknown record":   {lines[0] + `{"type":"odd"}` + "\n", `line 2: unknown record "odd"`},
		"broken in the midst": {lines[0] + "{\n" + lines[1], "line 2 is no record"},
	} {
		if _, err := journal.Read([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

// TestFullDisk lets no write go out of which the journal cannot tell, and says so
// at the end when it was the last record that failed.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	full := errors.New("no space left")
	d := story(t)
	j, err := journal.Resume(d, read(t, d.survives()), now)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Intend(write("a", plan.Create)); err != nil {
		t.Fatal(err)
	}
	d.err = full
	j.Settled(write("a", plan.Create), nil)
	d.err = nil
	for range 2 {
		if err := j.Intend(write("b", plan.Create)); !errors.Is(err, full) {
			t.Errorf("got %v, want %v", err, full)
		}
	}
	if err := j.End(journal.Partial); !errors.Is(err, full) {
		t.Errorf("at the end: got %v, want %v", err, full)
	}
	d.err = full
	if _, err := journal.New(d, header(), now); !errors.Is(err, full) {
		t.Errorf("at the beginning: got %v, want %v", err, full)
	}
}

// TestHalfARecord has a disk full in the middle of a record, and room again after
// it: the journal can be read up to there, and what came after is open.
func TestHalfARecord(t *testing.T) {
	t.Parallel()
	d := story(t)
	earlier := read(t, d.survives())
	j, err := journal.Resume(d, earlier, now)
	if err != nil {
		t.Fatal(err)
	}
	d.room = 10
	if err := j.Intend(write("b", plan.Create)); err == nil {
		t.Error("the write would be sent")
	}
	d.room = 0
	j.Settled(write("a", plan.Create), nil)
	if err := j.End(journal.Partial); err == nil {
		t.Error("nobody hears that the journal is cut off")
	}
	r := read(t, d.Bytes())
	if diff := cmp.Diff(earlier.Open, r.Open, cmpopts.IgnoreUnexported(journal.Open{})); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
}

// FuzzRead reads anything without a panic, and never more than there is.
func FuzzRead(f *testing.F) {
	f.Add([]byte("{\"type\":\"begin\",\"formatVersion\":1,\"plan\":{}}\n{\"type\":\"intend\",\"write\":1,\"address\":\"a\"}\n"))
	f.Add([]byte("{\"type\":\"settled\",\"write\":1}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := journal.Read(data)
		if r != nil && (err != nil || r.Size > len(data) || slices.ContainsFunc(r.Open, func(o journal.Open) bool { return r.Done(o.Address) && len(r.Open) == 1 })) {
			t.Errorf("read %+v, %v", r, err)
		}
	})
}

// TestThrough tells an update that came to its end from one of which only the last
// write is done.
func TestThrough(t *testing.T) {
	t.Parallel()
	d := &disk{}
	j, err := journal.New(d, header(), now)
	if err != nil {
		t.Fatal(err)
	}
	w := write("a", plan.Update)
	send := func() {
		if err := j.Intend(w); err != nil {
			t.Fatal(err)
		}
		j.Settled(w, nil)
	}
	const addr = "p/FlexCluster/a"
	send()
	if r := read(t, d.survives()); !r.Done(addr) || r.Through(addr) {
		t.Errorf("after a write: done %t, through %t", r.Done(addr), r.Through(addr))
	}
	j.Through(w.Addr)
	if r := read(t, d.survives()); !r.Done(addr) || !r.Through(addr) {
		t.Errorf("at the end: done %t, through %t", r.Done(addr), r.Through(addr))
	}
	send()
	if r := read(t, d.survives()); r.Through(addr) {
		t.Error("what was begun again is through")
	}
}
