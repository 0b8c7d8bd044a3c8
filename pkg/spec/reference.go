package spec

import (
	"maps"
	"reflect"
	"slices"
)

// Some references are made by an ID of the server, and a document may make them
// by a name of ours instead, see [Field.ID]. Documents, plans and everything else
// have the name; the ID is known in package remote alone.

// RefersByName reports whether a resource refers to something by a name that the
// server does not know.
func (r Resource) RefersByName() bool {
	for path := range r.named() {
		if textAt(r.Body, path) != "" {
			return true
		}
	}
	return false
}

// PutIDs puts IDs in the place of the names by which a resource refers to others,
// in place.
func (r Resource) PutIDs(id func(to Address) (string, error)) error {
	named := r.named()
	for _, path := range slices.Sorted(maps.Keys(named)) {
		f, name := named[path], textAt(r.Body, path)
		if name == "" {
			continue
		}
		text, err := id(Address{Project: r.Addr.Project, Kind: f.Refers[0], Name: name})
		if err != nil {
			return err
		}
		setText(r.Body, path, nil)
		setText(r.Body, f.ID, &text)
	}
	return nil
}

// PutNames puts names in the place of the IDs by which a live resource refers to
// others, in place: of those that have a name, but where the document says the ID
// itself.
func (r Resource) PutNames(document Body, name func(project string, kind Kind, id string) (string, bool)) {
	for path, f := range r.named() {
		id := textAt(r.Body, f.ID)
		if id == "" || document != nil && textAt(document, f.ID) != "" {
			continue
		}
		if text, ok := name(r.Addr.Project, f.Refers[0], id); ok {
			setText(r.Body, f.ID, nil)
			setText(r.Body, path, &text)
		}
	}
}

// IDs lists what a resource refers to by IDs, of those that are known.
func (r Resource) IDs(known func(project string, kind Kind, id string) (Address, bool)) []Address {
	var means []Address
	for _, f := range r.named() {
		if id := textAt(r.Body, f.ID); id != "" {
			if addr, ok := known(r.Addr.Project, f.Refers[0], id); ok {
				means = append(means, addr)
			}
		}
	}
	slices.SortFunc(means, Address.Compare)
	return slices.Compact(means)
}

// named gives the fields of a resource that are such names.
func (r Resource) named() map[string]Field {
	if r.Body == nil {
		return nil
	}
	t, _ := TypeOf(r.Addr.Kind)
	named := map[string]Field{}
	for path, f := range t.Fields {
		if f.ID != "" {
			named[path] = f
		}
	}
	return named
}

// setText sets a text in a block that is there; nil takes it out.
func setText(b Body, path string, text *string) {
	if v := field(b, path); v.IsValid() {
		v.Set(reflect.ValueOf(text))
	}
}
