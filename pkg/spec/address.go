package spec

import (
	"cmp"
	"fmt"
	"strings"
)

// Address says which resource is meant: it is comparable, usable as a map key
// and the same on the desired and on the live side. Project is spelled as the
// files spell it (a name or a 24-hex ID); Parent is empty for kinds that sit
// right in a project.
type Address struct {
	Project string
	Kind    Kind
	Parent  string
	Name    string
}

// String gives the one textual form: project/Kind/name or
// project/Kind/parent/name.
func (a Address) String() string {
	if a.Parent == "" {
		return a.Project + "/" + string(a.Kind) + "/" + a.Name
	}
	return a.Project + "/" + string(a.Kind) + "/" + a.Parent + "/" + a.Name
}

// ParseAddress reads what [Address.String] writes. The table of kinds tells
// how many segments there are; the last one takes the rest, since names of
// stream connections may hold slashes.
func ParseAddress(s string) (Address, error) {
	parts := strings.SplitN(s, "/", 3)
	if len(parts) != 3 {
		return Address{}, fmt.Errorf("address %q: want project/Kind/name or project/Kind/parent/name", s)
	}
	t, ok := TypeOf(Kind(parts[1]))
	if !ok {
		return Address{}, fmt.Errorf("address %q: unknown kind %q%s", s, parts[1], DidYouMean(parts[1], KindNames()))
	}
	a := Address{Project: parts[0], Kind: t.Kind, Name: parts[2]}
	if t.Parent != "" {
		var found bool
		if a.Parent, a.Name, found = strings.Cut(parts[2], "/"); !found {
			return Address{}, fmt.Errorf("address %q: want project/%s/%s/name", s, t.Kind, t.ParentKey)
		}
	}
	if t.Root && a.Name != a.Project {
		return Address{}, fmt.Errorf("address %q: want NAME/%s/NAME, with the same name twice", s, t.Kind)
	}
	if a.Project == "" || a.Name == "" || (t.Parent != "" && a.Parent == "") {
		return Address{}, fmt.Errorf("address %q: no part may be empty", s)
	}
	return a, nil
}

// Compare orders addresses by project, kind, parent and name. It is the
// tie-break of every list in the program.
func (a Address) Compare(b Address) int {
	return cmp.Or(
		cmp.Compare(a.Project, b.Project),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Parent, b.Parent),
		cmp.Compare(a.Name, b.Name),
	)
}

// ParentAddress gives the address of the resource that this one lives in, and
// false for kinds that sit right in a project.
func (a Address) ParentAddress() (Address, bool) {
	t, ok := TypeOf(a.Kind)
	if !ok || t.Parent == "" {
		return Address{}, false
	}
	return Address{Project: a.Project, Kind: t.Parent, Name: a.Parent}, true
}

// IsProject reports whether the address is that of a project itself.
func (a Address) IsProject() bool {
	t, _ := TypeOf(a.Kind)
	return t.Root
}

// Home gives the address of the project that this one lives in, and false for a
// project itself.
func (a Address) Home() (Address, bool) {
	t, ok := rootType()
	if !ok || a.IsProject() {
		return Address{}, false
	}
	return Address{Project: a.Project, Kind: t.Kind, Name: a.Project}, true
}

// Holders gives the addresses of what this one lives in, outermost first.
func (a Address) Holders() []Address {
	var holders []Address
	if home, ok := a.Home(); ok {
		holders = append(holders, home)
	}
	if parent, ok := a.ParentAddress(); ok {
		holders = append(holders, parent)
	}
	return holders
}
