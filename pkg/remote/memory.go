package remote

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Memory is the boundary to Atlas held in a map: what a [Client] does, at once
// and without a server. It knows no defaults and no states, which makes it the
// place to test what is above the boundary.
type Memory struct {
	mu     sync.Mutex
	live   map[spec.Address]spec.Resource // by handle
	known  *directory
	lastID int
	writes []string
}

// NewMemory makes a Memory that holds the given resources.
func NewMemory(live []spec.Resource) *Memory {
	m := &Memory{live: make(map[spec.Address]spec.Resource, len(live)), known: newDirectory()}
	live = slices.Clone(live)
	ids := map[spec.Address]string{}
	for i, r := range live {
		if r.ID == "" {
			live[i].ID = m.newID()
		}
		ids[r.Addr] = live[i].ID
	}
	for _, r := range live {
		at := r.Addr
		if parent, ok := r.Addr.ParentAddress(); ok && nameless(parent.Kind) {
			at.Parent = ids[parent]
		}
		if t, _ := spec.TypeOf(r.Addr.Kind); t.Key != "" || t.Identity != nil {
			at.Name = r.ID
		}
		r.Body = byID(r, ids)
		m.live[at] = r
	}
	return m
}

func (m *Memory) newID() string {
	m.lastID++
	return fmt.Sprintf("%024x", m.lastID)
}

// Writes lists the writes so far: "create", "update" or "delete" and the
// address, in the order in which they came.
func (m *Memory) Writes() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.writes)
}

// Fetch gives what a [Client] would: the collections that the documents
// mention, masked and sorted, or the problem of a parent that does not exist.
func (m *Memory) Fetch(_ context.Context, want []spec.Resource, opts FetchOptions) ([]spec.Resource, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := newScope(nil, want, opts)
	m.known.expect(want, s.whole, opts.Prune)
	shown, err := m.recognise()
	if err != nil {
		return nil, err
	}
	var live []spec.Resource
	there := map[spec.Address]bool{}
	for _, r := range shown {
		there[r.Addr] = true
		parent, isChild := r.Addr.ParentAddress()
		stranger := isChild && (opts.Prune && s.listed[collectionOf(parent)] || s.deep[collectionOf(parent)])
		if s.listed[collectionOf(r.Addr)] || stranger {
			live = append(live, m.copyOf(r, s.wanted[r.Addr].Body))
		}
	}
	slices.SortFunc(live, byAddress)
	var problems spec.Problems
	for col := range s.listed {
		parent, ok := spec.Address{Project: col.project, Kind: col.kind, Parent: col.parent}.ParentAddress()
		if ok && !there[parent] {
			problems = append(problems, s.orphans(col)...)
		}
	}
	if err := append(problems, s.dangling(live)...).ErrorOrNil(); err != nil {
		return nil, err
	}
	return live, nil
}

// copyOf keeps the caller from changing what is held.
func (m *Memory) copyOf(r spec.Resource, want spec.Body) spec.Resource {
	r.Body = spec.Clone(r.Body)
	r.PutNames(want, m.known.name)
	spec.Mask(r.Body, want)
	return r
}

// Read gives the live counterpart of r, or nil.
func (m *Memory) Read(_ context.Context, r spec.Resource) (*spec.Resource, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, ok := m.find(r)
	if !ok {
		return nil, nil
	}
	live := m.copyOf(m.live[at], r.Body)
	live.Addr = r.Addr
	return &live, nil
}

// Create adds want, and fails when something of that address is there, unless
// the name means nothing to the server.
func (m *Memory) Create(_ context.Context, want spec.Resource) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	made := spec.Resource{Addr: want.Addr, ID: m.newID(), Body: givenBack(want)}
	if t, _ := spec.TypeOf(want.Addr.Kind); t.Key == "" {
		if _, ok := m.find(want); ok {
			return taken{want.Addr}
		}
	}
	at, ok := m.handle(want.Addr, made.ID)
	if parent, inside := at.ParentAddress(); inside {
		if _, there := m.live[parent]; !ok || !there {
			return fmt.Errorf("%s: %w", parent, ErrNoParent)
		}
	}
	if err := m.resolve(made); err != nil {
		return err
	}
	m.writes = append(m.writes, "create "+want.Addr.String())
	m.live[at] = made
	return nil
}

// givenBack is what Atlas gives back of a body.
func givenBack(want spec.Resource) spec.Body {
	t, _ := spec.TypeOf(want.Addr.Kind)
	return spec.WithoutSecrets(t.WithoutKnobs(want.Body))
}

// Update replaces what is live by want's body, and keeps what that hides.
func (m *Memory) Update(_ context.Context, live, want spec.Resource) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, ok := m.find(live)
	if !ok {
		return fmt.Errorf("%s: %w", live.Addr, ErrNotFound)
	}
	held := m.live[at]
	body := givenBack(want)
	if err := m.resolve(spec.Resource{Addr: want.Addr, Body: body}); err != nil {
		return err
	}
	m.writes = append(m.writes, "update "+want.Addr.String())
	spec.Unmask(body, held.Body)
	held.Body = body
	if want.Addr.Name != held.ID { // else the document is named after the ID
		held.Addr = want.Addr
	}
	m.live[at] = held
	return nil
}

// Delete removes live and everything in it, unless something refers to it that
// keeps it.
func (m *Memory) Delete(_ context.Context, live spec.Resource) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	shown, err := m.recognise()
	if err != nil {
		return err
	}
	for _, other := range shown {
		if slices.Contains(m.copyOf(other, nil).Pinned(), live.Addr) {
			return fmt.Errorf("%s refers to %s", other.Addr, live.Addr)
		}
	}
	m.writes = append(m.writes, "delete "+live.Addr.String())
	at, ok := m.find(live)
	if !ok {
		return nil
	}
	delete(m.live, at)
	for addr := range m.live {
		if slices.Contains(addr.Holders(), at) {
			delete(m.live, addr)
		}
	}
	if t, _ := spec.TypeOf(at.Kind); t.LastTakesParent {
		m.dropEmpty(at)
	}
	return nil
}

// dropEmpty deletes what the object at an address lived in, if it was the last.
func (m *Memory) dropEmpty(last spec.Address) {
	for addr := range m.live {
		if collectionOf(addr) == collectionOf(last) {
			return
		}
	}
	parent, _ := last.ParentAddress()
	delete(m.live, parent)
}

// Inside gives what lives in r, and what keeps it, but for what goes with a project.
func (m *Memory) Inside(_ context.Context, r spec.Resource) ([]spec.Resource, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	shown, err := m.recognise()
	if err != nil {
		return nil, err
	}
	var inside []spec.Resource
	for _, live := range shown {
		shown := m.copyOf(live, nil)
		if t, _ := spec.TypeOf(live.Addr.Kind); t.MadeAlong && r.Addr.IsProject() {
			continue
		}
		if slices.Contains(live.Addr.Holders(), r.Addr) || slices.Contains(shown.Pinned(), r.Addr) || slices.Contains(shown.Kept(), r.Addr) {
			inside = append(inside, shown)
		}
	}
	slices.SortFunc(inside, byAddress)
	return inside, nil
}
