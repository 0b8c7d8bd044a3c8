package main

import (
	"context"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// situation is what a plan is computed from. What is live is given as the
// documents that make it so, secrets included.
type situation struct {
	want  []spec.Resource
	live  []spec.Resource
	flags plan.Flags

	asOf   time.Time // the emulated date; zero is the emulator's own
	legacy bool      // the serverless API instead of that of Flex
	on     string    // the only remote that it makes sense on; empty for both

	oddities emulator.Oddities // of the emulator
}

// The remotes that a situation can be walked on.
const (
	walkMemory   = "memory"   // for what cannot be made by applying documents
	walkEmulator = "emulator" // for what only a server knows, such as what it ignores
)

func (c situation) walks(on string) bool { return c.on == "" || c.on == on }

// backend is all that a run needs of Atlas.
type backend interface {
	planner
	apply.Remote
}

// planner is where a plan reads the live state.
type planner interface {
	Fetch(ctx context.Context, want []spec.Resource, opts remote.FetchOptions) ([]spec.Resource, error)
}

// memory holds what Atlas gives back of what is live: no secrets.
func (c situation) memory() *remote.Memory {
	live := slices.Clone(c.live)
	for i := range live {
		live[i].Body = spec.WithoutSecrets(live[i].Body)
	}
	return remote.NewMemory(live)
}

// first is the remote that plans are shown of.
func (c situation) first(t *testing.T) backend {
	t.Helper()
	if c.walks(walkMemory) {
		return c.memory()
	}
	return c.emulated(t)
}

// emulated is a client of an emulator of its own, which holds what is live. One
// thing is made after the other, so that times and IDs are the same every time.
func (c situation) emulated(t *testing.T) *remote.Client {
	t.Helper()
	client, emu := newEmulated(t, c)
	for _, op := range planOf(t, client, c.live, plan.Flags{}).Operations {
		applyAll(t, client, &plan.Plan{Operations: []plan.Operation{op}})
	}
	emu.Advance(time.Minute) // until everybody is shown what is new
	// One that knows of no other documents.
	return clientOf(t, emu, emu.Transport(), c.legacy)
}

// newEmulated is a client of an emulator of its own, which knows the projects
// of a situation and is empty.
func newEmulated(t *testing.T, c situation) (*remote.Client, *emulator.Emulator) {
	t.Helper()
	emu, err := emulator.New(emulator.Config{
		AsOf: c.asOf, Projects: givenProjects(slices.Concat(c.want, c.live)), Oddities: c.oddities,
	})
	if err != nil {
		t.Fatal(err)
	}
	return clientOf(t, emu, emu.Transport(), c.legacy), emu
}

func clientOf(t *testing.T, emu *emulator.Emulator, wire http.RoundTripper, legacy bool) *remote.Client {
	t.Helper()
	cfg := remote.Config{
		Credentials: remote.APIKey{Public: "key", Private: "key"},
		Transport:   wire,
		Clock:       emu,
		Secret:      stubSecret,
	}
	if legacy {
		cfg.Serverless = remote.ServerlessLegacy
	}
	client, err := remote.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	client.AllowWrites()
	return client
}

// stubSecret is the value of every secret, as long as a password has to be. No
// test can expect a real one.
func stubSecret(spec.Origin, spec.Secret) (string, error) { return canary + canary, nil }

// readCase reads a golden.
func readCase(t *testing.T, dir string) situation {
	t.Helper()
	c := situation{want: loadFile(t, dir, "spec.yaml")}
	if _, err := os.Stat(filepath.Join(dir, "live.yaml")); err == nil {
		for _, r := range loadFile(t, dir, "live.yaml") {
			live := spec.Resource{Addr: r.Addr, Body: r.Body}
			if _, err := hex.DecodeString(r.Addr.Name); err == nil && len(r.Addr.Name) == 24 {
				live.ID = r.Addr.Name // it has no other name
			}
			c.live = append(c.live, live)
		}
	}
	if data, err := os.ReadFile(filepath.Join(dir, "earlier.yaml")); err == nil {
		c.want = plan.Since(c.want, load(t, spec.Source{Name: "spec.yaml@HEAD~1", Data: data}))
		c.flags.Since = true
	}
	text, err := os.ReadFile(filepath.Join(dir, "flags.txt"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		c.flag(t, name, value)
	}
	c.want = plan.At(c.want, c.day())
	return c
}

// day is when the plan is made.
func (c situation) day() time.Time {
	if c.asOf.IsZero() {
		return emulator.DefaultAsOf
	}
	return c.asOf
}

// flag takes one line of flags.txt.
func (c *situation) flag(t *testing.T, name, value string) {
	t.Helper()
	var err error
	switch name {
	case "prune":
		c.flags.Prune = true
	case "rotate":
		var addr spec.Address
		addr, err = spec.ParseAddress(value)
		c.flags.Rotate = append(c.flags.Rotate, addr)
	case "as-of":
		c.asOf, err = time.Parse(time.DateOnly, value)
	case "serverless-api":
		c.legacy = value == "legacy"
	case "on":
		if c.on = value; c.on != walkMemory && c.on != walkEmulator {
			t.Fatalf("flags.txt: on %q: there is %s and %s", value, walkMemory, walkEmulator)
		}
	default:
		t.Fatalf("flags.txt: unknown flag %q", name)
	}
	if err != nil {
		t.Fatalf("flags.txt: %v", err)
	}
}

func loadFile(t *testing.T, dir, name string) []spec.Resource {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return load(t, spec.Source{Name: name, Data: data})
}

func load(t *testing.T, sources ...spec.Source) []spec.Resource {
	t.Helper()
	resources, warnings, err := spec.Load(sources, spec.LoadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(warnings) > 0 {
		t.Errorf("warnings: %v", warnings)
	}
	return resources
}
