package emulator

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator/internal/auth"
)

// DefaultAsOf is the date at which a new state begins: in the newest era of the
// API, and the same on every day that a test runs.
var DefaultAsOf = time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)

// Config says what the emulated Atlas begins with. With neither keys nor service
// accounts nobody is asked for credentials.
type Config struct {
	AsOf            time.Time        // emulated date of a new state; zero is DefaultAsOf
	Keys            []APIKey         // API keys that are known
	ServiceAccounts []ServiceAccount // service accounts that are known
	Limits          map[string]Limit // rate limits other than Atlas's, by the IDs of EndpointSets
	Projects        []string         // created when missing, as AddProject does
	Speed           float64          // emulated seconds a real second, by Now; 0: time moves only by Advance and Sleep
	Now             func() time.Time // the real clock; needed when Speed is not 0
	Seed            uint64           // of a new state: other seeds give other IDs, host names, durations and oddities
	Oddities        Oddities         // how often Atlas is odd; zero is as recorded
	Faults          []fault.Rule     // requests that go wrong; see SetFaults
	FaultSeed       uint64           // another one, and other requests go wrong by a rule with a probability
	Log             func(Exchange)   // told of every request, of several at the same time; nil: nobody is
}

func (c Config) check() error {
	if paced := c.Speed > 0 && c.Speed <= math.MaxFloat64 && c.Now != nil; c.Speed != 0 && !paced {
		return errors.New("configuring the emulator: a speed must be a positive number and needs a clock")
	}
	if date := startDate(c); date.Before(timeBegins) || !date.Before(timeEnds) {
		return fmt.Errorf("configuring the emulator: its date must lie between %d and %d, unlike %s",
			timeBegins.Year(), timeEnds.Year()-1, date.Format(time.DateOnly))
	}
	if !c.Oddities.known() {
		return fmt.Errorf("configuring the emulator: unknown %s", c.Oddities)
	}
	if err := c.checkCredentials(); err != nil {
		return err
	}
	if err := checkLimits(c.Limits); err != nil {
		return err
	}
	if slices.Contains(c.Projects, "") {
		return errors.New("configuring the emulator: a project without a name")
	}
	return nil
}

// Emulator is an emulated Atlas. All its methods may be called at the same time.
type Emulator struct {
	clock   *clock
	guard   *auth.Guard
	limits  *limits
	routes  []route
	handler http.Handler

	injector  atomic.Pointer[fault.Injector] // nil: nothing goes wrong
	faultSeed uint64
	underway  underway
	log       func(Exchange) // nil: nobody is told of requests

	mu    sync.RWMutex // guards state
	state *state
	file  *file  // nil: nothing is ever written
	given uint64 // how many changes made the projects of the configuration
}

// New returns an emulator whose state is in memory only.
func New(cfg Config) (*Emulator, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	start := startDate(cfg)
	st := newState(start)
	st.seed = cfg.Seed
	return build(cfg, st, start, nil)
}

// Open returns an emulator whose state is the file at path, which it locks
// until Close. A missing file is an empty state; the first write creates it.
func Open(path string, cfg Config) (*Emulator, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // else the link would be replaced, and its file locked under two names
	}
	lock, err := acquire(path)
	if err != nil {
		return nil, fmt.Errorf("opening emulator state %s: %w", path, err)
	}
	f := &file{path: path, lock: lock}
	e, err := openState(path, cfg, f)
	if err == nil {
		err = f.tidy()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening emulator state %s: %w", path, err), f.unlock())
	}
	return e, nil
}

// OpenReadOnly returns an emulator that begins with the state of the file at
// path, takes no lock and never writes. What is changed by requests stays in
// memory. A missing file is an empty state.
func OpenReadOnly(path string, cfg Config) (*Emulator, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	e, err := openState(path, cfg, nil)
	if err != nil {
		return nil, fmt.Errorf("reading emulator state %s: %w", path, err)
	}
	return e, nil
}

func openState(path string, cfg Config, f *file) (*Emulator, error) {
	start := startDate(cfg)
	st, head, err := load(path, start)
	if err != nil {
		return nil, err
	}
	now := start
	if head == nil {
		st.seed = cfg.Seed
	} else {
		if cfg.Seed != 0 && cfg.Seed != head.Seed {
			return nil, fmt.Errorf("its seed is %d, not %d: another seed needs another file", head.Seed, cfg.Seed)
		}
		if !cfg.AsOf.IsZero() && !head.Start.Equal(start) {
			return nil, fmt.Errorf("it begins on %s, not on %s: another date needs another file",
				head.Start.Format(time.DateOnly), start.Format(time.DateOnly))
		}
		now = head.Now
		if f != nil {
			f.writtenAt = now
		}
	}
	return build(cfg, st, now, f)
}

func build(cfg Config, st *state, now time.Time, f *file) (*Emulator, error) {
	st.oddities = cfg.Oddities
	e := &Emulator{
		clock:  newClock(now, cfg.Speed, cfg.Now),
		guard:  auth.New(cfg.principals()),
		limits: &limits{given: maps.Clone(cfg.Limits)},
		routes: routes(),
		state:  st,
		file:   f,
		log:    cfg.Log,
	}
	e.handler = chain(http.HandlerFunc(e.dispatch), e.logExchanges, e.stampDate, e.sign, e.authenticate, e.signAdmitted, e.injectFaults, e.present)
	e.faultSeed = cfg.FaultSeed
	e.SetFaults(cfg.Faults...)
	for _, project := range cfg.Projects {
		e.AddProject(project)
	}
	e.given = e.state.changes
	if err := e.checkProjects(cfg); err != nil {
		return nil, err
	}
	return e, nil
}

func startDate(cfg Config) time.Time {
	if cfg.AsOf.IsZero() {
		return DefaultAsOf
	}
	return cfg.AsOf.UTC().Truncate(time.Second)
}

// Now returns the emulated time.
func (e *Emulator) Now() time.Time { return e.clock.now() }

// Advance moves emulated time on by d.
func (e *Emulator) Advance(d time.Duration) { e.clock.advance(d) }

// Sleep returns as soon as d of emulated time has passed, or with the context's
// error when that ends first. Without a Speed it makes the time pass itself and
// returns at once; sleeps at the same time overlap.
func (e *Emulator) Sleep(ctx context.Context, d time.Duration) error { return e.clock.sleep(ctx, d) }
