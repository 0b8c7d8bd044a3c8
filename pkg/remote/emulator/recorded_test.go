package emulator_test

import (
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest/recorded"
)

// TestRecorded replays what was recorded of Atlas: every run in order, on an
// emulator of its own that begins on the day of the run with what the run
// presupposes, and whose time follows that of the recording.
func TestRecorded(t *testing.T) {
	t.Parallel()
	dir := os.Getenv(recorded.Env)
	if dir == "" {
		t.Skip(recorded.Skipped)
	}
	runs, err := recorded.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	tables := newTables()
	replayed, unserved, unknown := 0, 0, 0
	for _, run := range runs {
		t.Run(run.Name, func(t *testing.T) {
			p := newPlayer(t, run, tables)
			for _, e := range run.Exchanges {
				p.until(e.Elapsed)
				tables.prepare(e.Name, p)
				switch reason := tables.unserved(e); {
				case !e.Known() && tables.request(e.Name) == "":
					unknown++
				case reason != "":
					p.wantUnserved(e, reason)
					unserved++
				default:
					p.replay(e)
					replayed++
				}
			}
		})
	}
	tables.wantUsed(t)
	t.Logf("%d exchanges replayed; %d of kinds that the emulator does not serve, %d whose request is not known",
		replayed, unserved, unknown)
	if replayed == 0 {
		t.Error("nothing was replayed")
	}
}

// player replays one run.
type player struct {
	*testing.T
	emu    *emulator.Emulator
	rt     http.RoundTripper
	tables *tables
	begun  time.Time         // emulated
	ids    map[string]string // of objects: Atlas's to the emulator's
	states map[string]string // the last one of each object, by its name or ID
	group  string
}

var groupInPath = regexp.MustCompile(`/groups/([0-9a-f]{24})`)

// newPlayer gives the run its emulator, with the project of the run. It asks for
// credentials only when the run shows what happens without.
func newPlayer(t *testing.T, run recorded.Run, tables *tables) *player {
	cfg := emulator.Config{AsOf: run.Exchanges[0].At, Oddities: emulator.OdditiesNever}
	group := ""
	for _, e := range run.Exchanges {
		if e.Status == http.StatusUnauthorized {
			cfg.Keys = []emulator.APIKey{{Public: "public", Private: "private"}}
		}
		if id := groupInPath.FindStringSubmatch(e.Path); id != nil {
			group = id[1]
		}
	}
	emu, err := emulator.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	p := &player{
		T: t, emu: emu, rt: emu.Transport(), tables: tables, begun: emu.Now(),
		ids: map[string]string{}, states: map[string]string{},
	}
	if group != "" {
		p.group = emu.AddProject(group)
	}
	return p
}

// until moves emulated time on to that of the recording, unless waiting for a
// state has already taken it further.
func (p *player) until(elapsed time.Duration) {
	p.emu.Advance(p.begun.Add(elapsed).Sub(p.emu.Now()))
}

// here puts the emulator's IDs and host in the place of Atlas's.
func (p *player) here(text string) string {
	pairs := []string{"http://localhost:8080", base}
	for theirs, ours := range p.ids {
		pairs = append(pairs, theirs, ours)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// send makes the request of an exchange, in the version that was answered. An
// error does not show it; there it is the one that announces its end, or else
// the newest.
func (p *player) send(e recorded.Exchange) answer {
	body := strings.ReplaceAll(string(e.Sent), "<dummy>", "<dummy password>") // what stands for one is too short to be one
	if body == "" {
		body = p.tables.request(e.Name)
	}
	req := newRequest(p.T, e.Method, base+p.here(e.Path), p.here(body))
	media, _, _ := strings.Cut(e.Header.Get("Content-Type"), ";")
	switch {
	case strings.HasPrefix(media, "application/vnd.atlas."):
		req.Header.Set("Accept", media)
	case e.Header.Get("Deprecation") != "":
		inVersion(req, "2023-02-01")
	}
	return sendRequest(p.T, p.rt, req)
}

// replay sends the request of an exchange and compares the answers.
func (p *player) replay(e recorded.Exchange) {
	p.Helper()
	want := decoded(p.T, p.here(string(e.Body)))
	got := p.settle(e, want)
	if got.status != e.Status {
		p.Errorf("%s: got status %d %s, want %d", e.Name, got.status, got.raw, e.Status)
		return
	}
	p.learn(want, decoded(p.T, got.raw))
	want = decoded(p.T, p.here(string(e.Body)))
	p.wantBody(e, got, want)
	p.wantStates(e, got.raw, want)
	if !e.Reconstructed {
		p.wantHeaders(e, got.header)
	}
}

// settle sends a GET again until it shows the state that was recorded: how long
// a state holds is not the same twice, but which one comes next is. No other
// state than the one before may show up in between.
func (p *player) settle(e recorded.Exchange, want any) answer {
	p.Helper()
	const patience = 10 * time.Minute
	got := p.send(e)
	for waited := time.Duration(0); e.Method == http.MethodGet && waited < patience; waited += second {
		seen := statesOf(decoded(p.T, got.raw))
		if got.status == e.Status && sameStates(seen, statesOf(want)) {
			break
		}
		for object, state := range seen {
			if before, known := p.states[object]; known && state != before {
				return got
			}
		}
		if len(seen) == 0 {
			break // it will not change
		}
		p.emu.Advance(second)
		got = p.send(e)
	}
	return got
}

// learn takes note of which ID here stands for which one of Atlas.
func (p *player) learn(theirs, ours any) {
	a, isObject := theirs.(object)
	b, alike := ours.(object)
	if !isObject || !alike {
		return
	}
	for _, name := range []string{"_id", "id"} {
		their, _ := a[name].(string)
		if our, _ := b[name].(string); their != "" && our != "" && their != our {
			p.ids[their] = our
		}
	}
}

// wantUnserved holds a table against what the emulator does: an exchange that it
// reproduces must not be excused.
func (p *player) wantUnserved(e recorded.Exchange, reason string) {
	p.Helper()
	got := p.send(e)
	want, _ := decoded(p.T, string(e.Body)).(object)
	code, _ := want["errorCode"].(string)
	if got.status == e.Status && got.code() == code {
		p.Errorf("%s: the table says %q, but the emulator answers %d %s as recorded: take the entry out", e.Name, reason, got.status, code)
	}
}

// decoded keeps the form of numbers; no body is nil.
func decoded(t *testing.T, raw string) any {
	t.Helper()
	if raw == "" {
		return nil
	}
	dec := json.NewDecoder(strings.NewReader(raw))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		t.Fatalf("%q is no JSON: %v", raw, err)
	}
	return value
}
