package remote

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// A Memory holds an object under what a server knows of it: under its ID where it
// has no name there, or one that is a field like others and need not be unique;
// and under the ID of the parent where that has no name. The names of documents
// come to it as they come to a client, by their identity.

// handle is what a resource is held under, by the address that documents use. It
// is false when it lives in something that is not there.
func (m *Memory) handle(addr spec.Address, id string) (spec.Address, bool) {
	if parent, ok := addr.ParentAddress(); ok && nameless(parent.Kind) {
		held, there := m.known.at(parent)
		if !there {
			return addr, false
		}
		addr.Parent = held.ID
	}
	if t, _ := spec.TypeOf(addr.Kind); t.Key != "" || t.Identity != nil {
		addr.Name = id
	}
	return addr, true
}

// recognise gives the objects without names those that documents have for them,
// parents before what lives in them, and everything that is held under the
// addresses that documents use.
func (m *Memory) recognise() (map[spec.Address]spec.Resource, error) {
	shown := maps.Clone(m.live)
	first := m.name(shown, func(held spec.Address) bool { return held.Parent == "" })
	for held, r := range shown {
		if parent, ok := held.ParentAddress(); ok && nameless(parent.Kind) {
			r.Addr.Parent = shown[parent].Addr.Name
			shown[held] = r
		}
	}
	second := m.name(shown, func(held spec.Address) bool { return held.Parent != "" })
	return shown, mostTelling(first, second)
}

// name does so for some of them, collection by collection.
func (m *Memory) name(shown map[spec.Address]spec.Resource, which func(held spec.Address) bool) error {
	lists := map[collection][]spec.Address{}
	for held, r := range shown {
		if col := collectionOf(r.Addr); nameless(col.kind) && which(held) {
			lists[col] = append(lists[col], held)
		}
	}
	var failures []error
	for col, held := range lists {
		slices.SortFunc(held, spec.Address.Compare)
		list := make([]spec.Resource, len(held))
		for i, at := range held {
			list[i] = shown[at]
		}
		failures = append(failures, m.known.learn(col, m.known.ask(), list))
		for i, at := range held {
			shown[at] = list[i]
		}
	}
	return mostTelling(failures...)
}

// find gives the handle of the counterpart of r: by ID where r has one, else by
// identity or by name, of several of a name the one with the smallest ID.
func (m *Memory) find(r spec.Resource) (spec.Address, bool) {
	t, _ := spec.TypeOf(r.Addr.Kind)
	if nameless(t.Kind) || nameless(t.Parent) {
		if r.ID == "" {
			m.known.want(r)
		}
		if _, err := m.recognise(); err != nil {
			return spec.Address{}, false
		}
	}
	if t.Key != "" && r.ID == "" {
		return m.findByName(r)
	}
	if live, ok := m.known.at(r.Addr); ok {
		r.ID = cmp.Or(r.ID, live.ID)
	}
	at, there := m.handle(r.Addr, r.ID)
	_, ok := m.live[at]
	return at, ok && there
}

func (m *Memory) findByName(r spec.Resource) (spec.Address, bool) {
	for _, at := range slices.SortedFunc(maps.Keys(m.live), spec.Address.Compare) {
		if held := m.live[at]; collectionOf(at) == collectionOf(r.Addr) && (held.Addr.Name == r.Addr.Name || held.ID == r.Addr.Name) {
			return at, true
		}
	}
	return spec.Address{}, false
}

// resolve puts IDs in the place of the names by which a resource refers to objects
// that have none for a server.
func (m *Memory) resolve(r spec.Resource) error {
	if !r.RefersByName() {
		return nil
	}
	if _, err := m.recognise(); err != nil {
		return err
	}
	return r.PutIDs(func(to spec.Address) (string, error) {
		live, ok := m.known.at(to)
		if !ok {
			return "", fmt.Errorf("it refers to %s: %w", to, ErrNotFound)
		}
		return live.ID, nil
	})
}

// byID is the body of a resource with IDs in the place of names. What is not there
// keeps its name.
func byID(r spec.Resource, ids map[spec.Address]string) spec.Body {
	if !r.RefersByName() {
		return r.Body
	}
	r.Body = spec.Clone(r.Body)
	_ = r.PutIDs(func(to spec.Address) (string, error) {
		if id, ok := ids[to]; ok {
			return id, nil
		}
		return "", ErrNotFound
	})
	return r.Body
}
