package remote

import (
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// hidden makes a statement of every wanted resource that a list may keep from
// us: that it is not listed does not mean that it is not there.
func (s *scope) hidden(col collection, found listing) []spec.Resource {
	if found.unavailable == "" {
		return nil
	}
	shown := map[spec.Address]bool{}
	for _, r := range found.resources {
		shown[r.Addr] = true
	}
	var list []spec.Resource
	for addr := range s.wanted {
		if collectionOf(addr) == col && !shown[addr] {
			list = append(list, spec.Resource{Addr: addr, Phase: spec.Unavailable, Detail: found.unavailable})
		}
	}
	return list
}

// views gives every object to the kind that a document manages it as, so that
// each is there once.
func (s *scope) views(live []spec.Resource) []spec.Resource {
	seen := make(map[spec.Address]bool, len(live))
	for i, r := range live {
		if v, addr, ok := s.viewOf(r.Addr); ok {
			live[i] = v.convert(r)
			live[i].Addr = addr
		}
		seen[live[i].Addr] = true
	}
	for addr, want := range s.wanted {
		if v, ok := s.drivers[addr.Kind].(view); ok && !seen[addr] && !want.Absent {
			missing := v.absent
			missing.Addr = addr
			live = append(live, missing)
		}
	}
	return onceEach(live, s.wanted)
}

// viewOf finds the view that a document has on a live object.
func (s *scope) viewOf(addr spec.Address) (view, spec.Address, bool) {
	for kind, d := range s.drivers {
		v, ok := d.(view)
		if !ok || v.of != addr.Kind {
			continue
		}
		as := addr
		as.Kind = kind
		if _, wanted := s.wanted[as]; wanted {
			return v, as, true
		}
	}
	return view{}, spec.Address{}, false
}

// onceEach keeps one of the objects that Atlas shows as several kinds of one
// name space: the one that a document means, or else the one whose kind comes
// first in the table of kinds.
func onceEach(live []spec.Resource, wanted map[spec.Address]spec.Resource) []spec.Resource {
	type name struct{ space, project, name string }
	rank := func(addr spec.Address) int {
		if _, meant := wanted[addr]; meant {
			return -1
		}
		return slices.IndexFunc(spec.Types(), func(t spec.Type) bool { return t.Kind == addr.Kind })
	}
	key := func(addr spec.Address) (name, bool) {
		t, _ := spec.TypeOf(addr.Kind)
		return name{t.NameSpace, addr.Project, addr.Name}, t.NameSpace != ""
	}
	best := map[name]spec.Address{}
	for _, r := range live {
		if n, shared := key(r.Addr); shared {
			if b, ok := best[n]; !ok || rank(r.Addr) < rank(b) {
				best[n] = r.Addr
			}
		}
	}
	return slices.DeleteFunc(live, func(r spec.Resource) bool {
		n, shared := key(r.Addr)
		return shared && best[n] != r.Addr
	})
}

// elsewhere says of each document that wants something gone, which is not there,
// that an object of another kind has its name: that one stays.
func (s *scope) elsewhere(live []spec.Resource) []spec.Resource {
	there := make(map[spec.Address]spec.Resource, len(live))
	for _, r := range live {
		there[r.Addr] = r
	}
	var list []spec.Resource
	for addr, want := range s.wanted {
		if _, known := there[addr]; known || !want.Absent || want.Gone {
			continue
		}
		for _, kind := range namesakes(addr.Kind) {
			as := addr
			as.Kind = kind
			if r, has := there[as]; has && r.Phase != spec.Absent && r.Phase != spec.Deleting {
				list = append(list, spec.Resource{Addr: addr, Phase: spec.Absent, Notes: []string{staysAs(r)}})
			}
		}
	}
	return list
}

func staysAs(r spec.Resource) string {
	if r.Body == nil {
		return "the name belongs to an object that is none of ours, which stays: " + r.Detail
	}
	return fmt.Sprintf("the name belongs to a %s, which stays: to delete that, declare it as a %[1]s with ensure: absent", r.Addr.Kind)
}

// namesakes lists the other kinds of a name space: what has a wanted name may
// be one of those.
func namesakes(k spec.Kind) []spec.Kind {
	t, _ := spec.TypeOf(k)
	var kinds []spec.Kind
	for _, other := range spec.Types() {
		if t.NameSpace != "" && other.NameSpace == t.NameSpace && other.Kind != k {
			kinds = append(kinds, other.Kind)
		}
	}
	return kinds
}

// checkKinds makes a problem of every wanted name that an object of another
// kind has: a create could only fail, and what is there is somebody's.
func (s *scope) checkKinds(live []spec.Resource) error {
	there := map[spec.Address]bool{}
	for _, r := range live {
		there[r.Addr] = r.Phase != spec.Absent && r.Phase != spec.Unavailable
	}
	var problems spec.Problems
	for addr, r := range s.wanted {
		if r.Absent || there[addr] {
			continue
		}
		for _, kind := range namesakes(addr.Kind) {
			as := addr
			as.Kind = kind
			if there[as] {
				problems = append(problems, problemAt(r, fmt.Sprintf("the name belongs to a %s: declare it as that, or take another name", kind)))
			}
		}
	}
	return problems.ErrorOrNil()
}
