package plan

import (
	"cmp"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// succession finds for earlier documents what has become of them.
type succession struct {
	all      []spec.Resource
	declared map[spec.Address]int // by index into all
	means    map[object]int       // likewise, for kinds with an identity
	named    map[name]bool
	moved    map[spec.Address]spec.Address // parents that have another address by now
}

// object is an object of a kind without names, by what tells it.
type object struct {
	collection spec.Address
	identity   string
}

func objectOf(r spec.Resource) object {
	o := object{r.Addr, r.Identity()}
	o.collection.Name = ""
	return o
}

func newSuccession(want []spec.Resource) *succession {
	s := &succession{
		all: slices.Clone(want), declared: map[spec.Address]int{}, means: map[object]int{},
		named: map[name]bool{}, moved: map[spec.Address]spec.Address{},
	}
	for i, w := range s.all {
		s.declared[w.Addr] = i
		s.named[nameOf(w.Addr)] = true
		if w.Identity() != "" {
			s.means[objectOf(w)] = i
		}
	}
	return s
}

// succeed lets the document that means the same object know the earlier one, or
// adds one that is gone.
func (s *succession) succeed(was spec.Resource) {
	now := was
	if parent, ok := was.Addr.ParentAddress(); ok {
		if to, has := s.moved[parent]; has {
			now.Addr.Parent = to.Name
		}
	}
	i, found := s.declared[now.Addr]
	if was.Identity() != "" && !(found && (was.NamedByID() || agree(was, s.all[i]))) {
		i, found = s.means[objectOf(now)]
		found = found && !(was.NamedByID() && s.all[i].NamedByID()) // its twin
	}
	if found {
		s.all[i].Earlier = &was
		s.moved[was.Addr] = s.all[i].Addr
		return
	}
	if n := nameOf(now.Addr); n.space != "" && s.named[n] {
		return
	}
	now.Addr.Name = s.free(now)
	s.moved[was.Addr] = now.Addr
	s.declared[now.Addr] = len(s.all)
	s.all = append(s.all, spec.Resource{
		Addr: now.Addr, Absent: true, Gone: true, Means: meaning(was), Protect: was.Protect, Origin: was.Origin, Earlier: &was,
	})
}

// agree reports whether two documents of one address tell of one object, though one
// of them says less of it.
func agree(was, now spec.Resource) bool {
	then, today := spec.Resource{Addr: was.Addr, Body: was.Telling()}, spec.Resource{Addr: was.Addr, Body: now.Telling()}
	return then.Identifies(today) || today.Identifies(then)
}

// meaning is what tells the object of an earlier document; of a kind with names
// the address does.
func meaning(was spec.Resource) spec.Body {
	if was.Identity() == "" {
		return nil
	}
	return was.Body
}

// free gives the name of what is gone, or another one where a document has taken
// that for another object.
func (s *succession) free(gone spec.Resource) string {
	taken := func(name string) bool {
		addr := gone.Addr
		addr.Name = name
		_, is := s.declared[addr]
		return is
	}
	name := gone.Addr.Name
	if taken(name) {
		name = cmp.Or(gone.ProposedName(taken), name+"-before")
	}
	for taken(name) {
		name += "-before"
	}
	return name
}

// parentsFirst sorts documents so that each comes after what it lives in.
func parentsFirst(docs []spec.Resource) []spec.Resource {
	return slices.SortedStableFunc(slices.Values(docs), func(a, b spec.Resource) int {
		return min(len(a.Addr.Parent), 1) - min(len(b.Addr.Parent), 1)
	})
}
