package emulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// object is a JSON object. Its members are written in alphabetical order, which
// is also Atlas's (recorded). An object in the state is never changed in
// place: an update puts a new one there, so that answers can share the old one.
type object map[string]any

// kind names a kind of resource, in the state file too.
type kind string

// key is what makes a resource unique. Parent is the name of the resource that
// it belongs to, empty when that is the project.
type key struct {
	Kind    kind   `json:"kind"`
	Project string `json:"project,omitempty"`
	Parent  string `json:"parent,omitempty"`
	Name    string `json:"name"`
}

// scope is what a list lists.
type scope struct {
	kind            kind
	project, parent string
}

func (k key) scope() scope { return scope{k.Kind, k.Project, k.Parent} }

// resource is one object of the emulated Atlas. Fields holds what was sent for
// it, without secrets, and the defaults that the server fills in.
type resource struct {
	key
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
	Life    life      `json:"life,omitzero"`
	Fields  object    `json:"fields"`

	rank    uint64
	encoded []byte
}

// life is the state machine of a resource, in emulated time: State holds until
// Until, from then on Next. A resource whose Next is empty is gone from Until
// on, and its name is free from Freed on.
type life struct {
	State string    `json:"state,omitempty"`
	Until time.Time `json:"until,omitzero"`
	Next  string    `json:"next,omitempty"`
	Ready time.Time `json:"ready,omitzero"` // when it is or was usable for the first time
	Freed time.Time `json:"freed,omitzero"`
}

func (l life) at(now time.Time) string {
	if !l.Until.IsZero() && !now.Before(l.Until) {
		return l.Next
	}
	return l.State
}

// ends reports whether the resource is on its way out or gone.
func (l life) ends() bool { return !l.Until.IsZero() && l.Next == "" }

func (l life) gone(now time.Time) bool { return l.ends() && !now.Before(l.Until) }

// ending returns the life of a resource that shows DELETING for a while and
// whose name is taken for a while longer.
func (l life) ending(now time.Time, deleting, blocked time.Duration) life {
	if l.Ready.After(now) {
		l.Ready = time.Time{}
	}
	until := now.Add(deleting)
	return life{State: "DELETING", Until: until, Ready: l.Ready, Freed: until.Add(blocked)}
}

// state is everything that the emulated Atlas knows. Its lock is the emulator's.
type state struct {
	start     time.Time
	seed      uint64
	oddities  Oddities // of this process: it is not in the file
	deletions uint64   // requested so far; see objectID
	resources map[key]*resource
	lists     map[scope][]*resource // by rank
	dying     map[key]*resource     // those whose life ends
	changes   uint64                // since the process began
	events    uint64                // told so far, of all projects
}

func newState(start time.Time) *state {
	return &state{
		start:     start,
		resources: map[key]*resource{},
		lists:     map[scope][]*resource{},
		dying:     map[key]*resource{},
	}
}

// find returns the resource that a request for k would see.
func (s *state) find(k key, now time.Time) (*resource, bool) {
	r, ok := s.resources[k]
	if !ok || r.Life.gone(now) {
		return nil, false
	}
	return r, true
}

// blocks reports whether a resource that is gone still holds its name.
func (s *state) blocks(k key, now time.Time) bool {
	r, ok := s.resources[k]
	return ok && r.Life.gone(now) && now.Before(r.Life.Freed)
}

// list returns what a list of c would hold, in the order of lists.
func (s *state) list(c scope, now time.Time) []*resource {
	all := s.lists[c]
	live := make([]*resource, 0, len(all))
	for _, r := range all {
		if !r.Life.gone(now) {
			live = append(live, r)
		}
	}
	return live
}

// create makes the resource k. A predecessor that is gone makes room.
func (s *state) create(k key, now time.Time, fields object, begin func(*resource)) (*resource, error) {
	s.drop(k)
	r := &resource{key: k, ID: seededID(s.seed, k, now, s.deletions), Created: now.Truncate(time.Second), Fields: fields}
	if begin != nil {
		begin(r)
	}
	return r, s.put(r)
}

// put takes r into the state, or takes note that r has changed.
func (s *state) put(r *resource) error {
	encoded, err := encodeJSON(r)
	if err != nil {
		return fmt.Errorf("encoding %s %s: %w", r.Kind, r.Name, err)
	}
	r.encoded = encoded
	if s.resources[r.key] == nil {
		r.rank = rank(r.ID)
		s.resources[r.key] = r
		at, _ := slices.BinarySearchFunc(s.lists[r.scope()], r, byRank)
		s.lists[r.scope()] = slices.Insert(s.lists[r.scope()], at, r)
	}
	if r.Life.ends() {
		s.dying[r.key] = r
	}
	s.changes++
	return nil
}

func byRank(a, b *resource) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.ID, b.ID))
}

// update replaces the fields of r.
func (s *state) update(r *resource, fields object, next life) error {
	r.Fields, r.Life = fields, next
	return s.put(r)
}

// end begins the deletion of r.
func (s *state) end(r *resource, last life) error {
	s.deletions++
	r.Life = last
	return s.put(r)
}

// remove takes r out at once.
func (s *state) remove(r *resource) {
	s.deletions++
	s.drop(r.key)
}

func (s *state) drop(k key) {
	r, ok := s.resources[k]
	if !ok {
		return
	}
	delete(s.resources, k)
	delete(s.dying, k)
	if at, found := slices.BinarySearchFunc(s.lists[k.scope()], r, byRank); found {
		s.lists[k.scope()] = slices.Delete(s.lists[k.scope()], at, at+1)
	}
	s.changes++
}

// sweep forgets those whose names are free again.
func (s *state) sweep(now time.Time) {
	for k, r := range s.dying {
		if r.Life.gone(now) && !now.Before(r.Life.Freed) {
			s.drop(k)
		}
	}
}

// encodeJSON is json.Marshal without the escaping of <, > and &, which Atlas
// does not do either.
func encodeJSON(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}
