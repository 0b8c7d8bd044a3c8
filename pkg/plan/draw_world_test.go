package plan_test

import (
	"maps"
	"reflect"
	"slices"

	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// drawAddresses draws some of a small estate: two projects with a few of every
// kind.
func drawAddresses(t *rapid.T, label string) []spec.Address {
	var all []spec.Address
	for _, project := range []string{"p", "q"} {
		for _, typ := range spec.Types() {
			if typ.Root {
				all = append(all, spec.Address{Project: project, Kind: typ.Kind, Name: project})
				continue
			}
			for _, name := range spectest.SmallNames() {
				addr := spec.Address{Project: project, Kind: typ.Kind, Name: name}
				if typ.Parent == "" {
					all = append(all, addr)
					continue
				}
				for _, parent := range []string{"a", "b"} {
					addr.Parent = parent
					all = append(all, addr)
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(addr spec.Address) bool {
		if typ, _ := spec.TypeOf(addr.Kind); typ.Root || spec.Children(addr.Kind) != nil { // what holds others, most often
			return rapid.IntRange(0, 7).Draw(t, label+" "+addr.String()) == 7
		}
		return !rapid.Bool().Draw(t, label+" "+addr.String())
	})
}

// drawWorld draws what files want and what is live, as it can be: nothing
// without its project and its parent on the live side, nothing in the files in
// what is absent or unknown, and nothing absent that another document refers to
// and keeps.
func drawWorld(t *rapid.T) (want, live []spec.Resource) {
	w := &world{T: t, held: map[spec.Address]bool{}, absent: map[spec.Address]bool{}, bodies: map[spec.Address]spec.Body{}}
	live = w.live(parentsFirst(drawAddresses(t, "live")))
	for addr := range w.held { // what has no name is there only for a document that means it
		if typ, _ := spec.TypeOf(addr.Kind); typ.Identity != nil {
			delete(w.held, addr)
		}
	}
	nameable := maps.Clone(w.held)
	want = w.want(parentsFirst(drawAddresses(t, "want")))
	want = slices.DeleteFunc(slices.Clone(want), func(r spec.Resource) bool {
		return r.Absent && slices.ContainsFunc(want, func(other spec.Resource) bool { return !other.Absent && slices.Contains(other.Kept(), r.Addr) })
	})
	among(live, w.held)
	for _, r := range want {
		nameable[r.Addr] = !r.Absent
	}
	among(want, nameable)
	return want, live
}

// world is what is drawn so far.
type world struct {
	*rapid.T
	held   map[spec.Address]bool // what can be referred to, if it is not absent
	absent map[spec.Address]bool
	bodies map[spec.Address]spec.Body // by which to tell what goes with what it lives in
}

func (w *world) there(addr spec.Address) bool { return w.held[addr] && !w.absent[addr] }

// dangles reports whether a resource keeps something that is not there.
func (w *world) dangles(r spec.Resource) bool {
	return slices.ContainsFunc(r.Pinned(), func(need spec.Address) bool { return !w.there(need) })
}

func (w *world) live(addrs []spec.Address) []spec.Resource {
	var live []spec.Resource
	keys := map[string]bool{}
	for _, addr := range addrs {
		if slices.ContainsFunc(addr.Holders(), func(holder spec.Address) bool { return !w.held[holder] }) {
			continue
		}
		r := spec.Resource{Addr: addr, Body: givenBack(addr.Kind, w.another(addr, keys))}
		if !misfits(r, w.bodies) && !w.dangles(r) {
			w.held[addr] = true
			live = append(live, r)
		}
	}
	return live
}

func (w *world) want(addrs []spec.Address) []spec.Resource {
	var want []spec.Resource
	keys := map[string]bool{}
	for _, addr := range addrs {
		r := spec.Resource{Addr: addr, Origin: spec.Origin{File: "a.yaml", Line: len(want) + 1}}
		nowhere := slices.ContainsFunc(addr.Holders(), func(holder spec.Address) bool { return !w.there(holder) })
		r.Absent = rapid.IntRange(0, 3).Draw(w.T, "absent") == 0 || nowhere
		typ, _ := spec.TypeOf(addr.Kind)
		switch {
		case !r.Absent:
			r.Body = w.another(addr, keys)
		case typ.Identity != nil:
			r.Means = w.another(addr, keys)
		}
		if misfits(r, w.bodies) {
			r.Absent, r.Body, r.Means = true, nil, r.Telling()
		}
		if w.dangles(r) {
			r.Absent, r.Body = true, nil
		}
		w.absent[addr], w.held[addr] = r.Absent, w.held[addr] || !r.Absent
		want = append(want, r)
	}
	return want
}

// another draws a body, and again for as long as another one of the collection has
// its identity: that is a problem, not a plan.
func (w *world) another(addr spec.Address, keys map[string]bool) spec.Body {
	typ, _ := spec.TypeOf(addr.Kind)
	for range 100 {
		body := w.fitting(addr)
		key := addr.Project + "/" + string(addr.Kind) + "/" + addr.Parent + "/" + spec.Resource{Addr: addr, Body: body}.Identity()
		if typ.Identity == nil || !keys[key] {
			named(body, addr, keys)
			keys[key], w.bodies[addr] = true, body
			return body
		}
	}
	w.Skip("too few identities")
	return nil
}

// fitting draws a body that mostly goes with what it lives in. Of its own kind,
// everything may yet be there.
func (w *world) fitting(addr spec.Address) spec.Body {
	typ, _ := spec.TypeOf(addr.Kind)
	for tries := 0; ; tries++ {
		r := spec.Resource{Addr: addr, Body: drawBody(w.T, typ)}
		if of := spectest.Of(addr.Kind).Among; of != nil {
			of(r.Body, addr, func(other spec.Address) bool { return other.Kind == addr.Kind || w.there(other) })
		}
		if tries == 8 || !misfits(r, w.bodies) {
			return r.Body
		}
	}
}

// misfits reports whether a resource does not go with what it lives in.
func misfits(r spec.Resource, bodies map[spec.Address]spec.Body) bool {
	parent, _ := r.Addr.ParentAddress()
	return len(r.Misfits(bodies[parent])) > 0
}

// among has bodies refer to what is there, and what only some names of are known.
func among(resources []spec.Resource, there map[spec.Address]bool) {
	for _, r := range resources {
		if of := spectest.Of(r.Addr.Kind).Among; of != nil && r.Body != nil {
			of(r.Body, r.Addr, func(addr spec.Address) bool { return there[addr] })
		}
	}
}

// givenBack is what Atlas gives back of a body.
func givenBack(kind spec.Kind, body spec.Body) spec.Body {
	t, _ := spec.TypeOf(kind)
	return spec.WithoutSecrets(t.WithoutKnobs(body))
}

// named fills the fields that are the name, and takes away a key that another one
// of its collection has: that is a problem, not a plan.
func named(body spec.Body, addr spec.Address, keys map[string]bool) {
	typ, _ := spec.TypeOf(addr.Kind)
	v := reflect.ValueOf(body).Elem()
	for f, value := range v.Fields() {
		if path := f.Tag.Get("yaml"); typ.Fields[path].FromName {
			value.Set(reflect.ValueOf(&addr.Name))
		}
	}
	if typ.Key == "" {
		return
	}
	key := spec.NodeAt(spec.Encode(body), []string{typ.Key})
	if key == nil {
		return
	}
	value := key.Value
	if fold := typ.Fields[typ.Key].Fold; fold != nil {
		value = fold(value)
	}
	taken := addr.Project + "/" + string(addr.Kind) + "/" + addr.Parent + "/key/" + value
	if keys[taken] {
		spec.Drop(body, typ.Key)
	}
	keys[taken] = true
}

func parentsFirst(addrs []spec.Address) []spec.Address {
	slices.SortStableFunc(addrs, func(a, b spec.Address) int { return len(a.Holders()) - len(b.Holders()) })
	return addrs
}
