package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestChaos is the promise that users rely on when they run apply unattended:
// whatever happens to the network, to Atlas or to the runner, running it again
// finishes the job, and nothing is made twice or touched that is none of its
// business.
//
// A run draws from one seed what is live, what the files want, by which rules
// requests go wrong, and when atlasctl is killed. Atlas is "atlasctl emulator", a
// process of its own, and apply is started again and again, with --resume or
// without, until it is done. Then
//
//   - the plan is empty, and there is one object for each document;
//   - no object was created twice, or deleted that should have stayed;
//   - nothing was written to any object that the plan did not name;
//   - no secret is in any output, log or file;
//   - after each kill the journal could be read, and no exit code was another than
//     what had happened allows.
//
// What Atlas did is taken from the emulator's log of requests and from its state
// file, not from what atlasctl says.
//
// ATLASCTL_CHAOS is the number of runs, ATLASCTL_CHAOS_SEED the first seed. A seed
// repeats everything but the instant of a kill and the order in which parallel
// requests arrive.
func TestChaos(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no signals of this kind")
	}
	first := number(t, "ATLASCTL_CHAOS_SEED", 1)
	for i := range number(t, "ATLASCTL_CHAOS", 5) {
		seed := first + i
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			runChaos(t, seed)
		})
	}
}

func number(t *testing.T, key string, usual uint64) uint64 {
	t.Helper()
	text := os.Getenv(key)
	if text == "" {
		return usual
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		t.Fatalf("%s=%q: want a number", key, text)
	}
	return n
}

// chaos is one run.
type chaos struct {
	seed     uint64
	world    *world
	folder   string // where atlasctl runs
	faults   string // the file of rules
	rules    []string
	robot    bool   // a service account instead of an API key
	odd      string // how often the emulator is odd
	key      string // its secret
	env      []string
	canaries []canaryOf
	names    map[string]string // of projects, by their IDs

	emulator  *chaosEmulator
	before    *stock // the state at the beginning
	marked    map[mark]string
	relations map[spec.Address]map[spec.Address]bool
	log       string // of the emulators that have ended
	outputs   []string
}

// robotID is who atlasctl is.
const robotID = "mdba_sa_id_robot"

func runChaos(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 0))
	root := t.ArtifactDir()
	c := &chaos{
		seed: seed, world: prepare(t, r, seed, root), folder: filepath.Join(root, "files"),
		faults: filepath.Join(root, "faults.txt"), robot: r.IntN(3) == 0,
		odd: drawOddities(r), key: fmt.Sprintf("canary-key-%d", seed),
	}
	c.names, c.rules = nameOfProject(c.world.projects), drawRules(r, c.world)
	t.Cleanup(func() { c.tell(t) })
	c.write(t)
	c.before = c.stock(t)
	c.converge(t, r)
	c.check(t)
}

// write puts documents, secrets and rules where the processes find them.
func (c *chaos) write(t *testing.T) {
	t.Helper()
	text := c.world.files(t)
	c.canaries = c.plant(t, text)
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.WriteFile(c.faults, []byte(strings.Join(c.rules, "\n")+"\n"), 0o600))
	must(os.MkdirAll(c.folder, 0o700))
	must(os.WriteFile(filepath.Join(c.folder, "estate.yaml"), []byte(text), 0o600))
	id, secret := "MONGODB_ATLAS_PUBLIC_KEY", "MONGODB_ATLAS_PRIVATE_KEY"
	if c.robot {
		id, secret = "MONGODB_ATLAS_CLIENT_ID", "MONGODB_ATLAS_CLIENT_SECRET"
	}
	c.env = append(c.env, "HOME="+c.folder, "PATH="+os.Getenv("PATH"), "GORACE=atexit_sleep_ms=0",
		id+"="+robotID, secret+"="+c.key, epochKey+"="+epoch())
}

// tell says, when a run has failed, what it was and how to have it again.
func (c *chaos) tell(t *testing.T) {
	if !t.Failed() && os.Getenv("TELL") == "" {
		return
	}
	live, _ := os.ReadFile(c.world.state)
	t.Logf("to repeat it:\n  ATLASCTL_CHAOS=1 ATLASCTL_CHAOS_SEED=%d go test ./cmd/atlasctl -run '^TestChaos$' -artifacts -v", c.seed)
	t.Logf("rules:\n  %s", strings.Join(c.rules, "\n  "))
	t.Logf("without faults it is:\n  %s", strings.Join(outline(c.world.calm), "\n  "))
	t.Logf("live, as documents:\n%s", yamlOf(t, c.world.live))
	t.Logf("files:\n%s", c.world.files(t))
	t.Logf("processes:\n%s", strings.Join(c.outputs, "\n"))
	t.Logf("journal:\n%s", c.journal())
	t.Logf("requests:\n%s", c.logged())
	t.Logf("state at the end:\n%s", live)
}

// nameOfProject gives the names by the IDs that paths and state have.
func nameOfProject(projects []string) map[string]string {
	emu, err := emulator.New(emulator.Config{})
	if err != nil {
		panic(err) // an empty configuration is one
	}
	names := map[string]string{}
	for _, name := range projects {
		names[emu.AddProject(name)] = name
	}
	return names
}
