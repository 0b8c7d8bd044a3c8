package remote

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// recognise gives the objects of one collection, of a kind whose objects have no
// name, the names of the documents that mean them: the one that is called by an
// object's ID, or whose identity it has. What no document means gets a name that
// its identity makes, or its ID. Two objects for one document are a problem, and
// so are two documents for one object, never a guess.
func recognise(docs, live []spec.Resource) error {
	r := recognition{live: live, names: map[string]bool{}, meant: map[int]spec.Resource{}}
	slices.SortFunc(docs, byAddress)
	slices.SortStableFunc(docs, func(a, b spec.Resource) int { return rank(a) - rank(b) })
	for _, doc := range docs {
		r.names[doc.Addr.Name] = true
	}
	for _, l := range live {
		r.told = append(r.told, l.Tells())
	}
	for _, doc := range docs {
		r.claim(doc)
	}
	for i, doc := range r.meant {
		live[i].Addr.Name = doc.Addr.Name
	}
	r.nameStrangers()
	return r.problems.ErrorOrNil()
}

// rank puts those that are there before those that are gone.
func rank(doc spec.Resource) int {
	if doc.Gone {
		return 1
	}
	return 0
}

type recognition struct {
	live     []spec.Resource
	told     []spec.Told // by index into live
	names    map[string]bool
	meant    map[int]spec.Resource // by index into live
	problems spec.Problems
}

// claim looks for the object that a document means. What is on its way out
// counts only where nothing else could be meant.
func (r *recognition) claim(doc spec.Resource) {
	var found, leaving []int
	tells := doc.Tells()
	for i, live := range r.live {
		switch {
		case doc.NamedByID() && live.ID != doc.Addr.Name, !doc.NamedByID() && !tells.Fits(r.told[i]):
		case live.Phase == spec.Deleting:
			leaving = append(leaving, i)
		default:
			found = append(found, i)
		}
	}
	byID := func(a, b int) int { return cmp.Compare(r.live[a].ID, r.live[b].ID) }
	slices.SortFunc(found, byID)
	slices.SortFunc(leaving, byID)
	switch {
	case len(found) > 1:
		r.ambiguous(doc, found)
	case len(found) == 1:
		r.take(doc, found[0])
	case len(leaving) > 0:
		r.take(doc, leaving[0])
	case doc.NamedByID() && !doc.Absent:
		r.problem(doc, "it is named after an ID, and nothing there has it: to create one give it a name in words")
	}
}

func (r *recognition) take(doc spec.Resource, i int) {
	if other, taken := r.meant[i]; taken {
		if doc.Gone {
			return
		}
		r.problem(doc, fmt.Sprintf("it means the same object as %s at %s, the one with the ID %s: take one of them out", other.Addr, other.Origin, r.live[i].ID))
		return
	}
	if doc.NamedByID() && doc.Identity() != "" && !doc.Identifies(r.live[i]) {
		t, _ := spec.TypeOf(doc.Addr.Kind)
		r.problem(doc, fmt.Sprintf("it is named after the ID of an object with another %s: give it a name in words to create another object, or say what that one has",
			strings.Join(t.Identity, " or ")))
		return
	}
	r.meant[i] = doc
}

func (r *recognition) ambiguous(doc spec.Resource, found []int) {
	ids := make([]string, len(found))
	for i, at := range found {
		ids[i] = r.live[at].ID
	}
	r.problem(doc, fmt.Sprintf("%d live objects could be meant, with the IDs %s: say more of it, or name the document after one of the IDs", len(ids), strings.Join(ids, ", ")))
}

func (r *recognition) problem(doc spec.Resource, msg string) {
	r.problems = append(r.problems, problemAt(doc, msg))
}

// nameStrangers names what no document means, the same way whenever the same
// objects are there.
func (r *recognition) nameStrangers() {
	proposals := map[string]int{}
	for i := range r.live {
		if _, meant := r.meant[i]; !meant {
			proposals[r.proposal(i)]++
		}
	}
	for i := range r.live {
		if _, meant := r.meant[i]; meant {
			continue
		}
		name := r.proposal(i)
		if proposals[name] > 1 {
			name = ""
		}
		r.live[i].Addr.Name = cmp.Or(name, r.live[i].ID)
	}
}

func (r *recognition) proposal(i int) string {
	return r.live[i].ProposedName(func(name string) bool { return r.names[name] })
}
