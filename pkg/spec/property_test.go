package spec_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// write gives the document of a resource as YAML.
func write(t interface{ Fatal(args ...any) }, r spec.Resource) []byte {
	meta := map[string]string{"project": r.Addr.Project, "name": r.Addr.Name}
	typ, _ := spec.TypeOf(r.Addr.Kind)
	if typ.Root {
		delete(meta, "project")
	}
	if typ.ParentKey != "" {
		meta[typ.ParentKey] = r.Addr.Parent
	}
	doc := map[string]any{"apiVersion": spec.APIVersion, "kind": string(r.Addr.Kind), "metadata": meta}
	if r.Body != nil {
		for path, f := range typ.Fields {
			if text := spec.NodeAt(spec.Encode(r.Body), strings.Split(path, ".")); f.Metadata != "" && text != nil {
				meta[f.Metadata] = text.Value
			}
		}
		body := spec.Encode(withoutMetadata(typ, r.Body))
		dropTags(body)
		doc["spec"] = body
	}
	if r.Absent {
		doc["ensure"] = "absent"
	}
	data, err := yaml.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// withoutMetadata leaves out what the loader takes from the metadata.
func withoutMetadata(typ spec.Type, b spec.Body) spec.Body {
	b = spec.Clone(b)
	for path, f := range typ.Fields {
		if f.FromName || f.Metadata != "" {
			spec.Drop(b, path)
		}
	}
	return b
}

// dropTags makes a node what a user writes.
func dropTags(n *yaml.Node) {
	if slices.Contains([]string{spec.SecretTag, spec.ListTag, spec.DocumentTag}, n.Tag) {
		n.Tag = ""
	}
	for _, c := range n.Content {
		dropTags(c)
	}
}

func TestEncodeLoadRoundTrip(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		t.Run(string(typ.Kind), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				want, _ := drawResource(t, typ)
				want.Origin = spec.Origin{File: "a.yaml", Line: 1}
				data := write(t, want)
				got, warnings, err := spec.Load([]spec.Source{{Name: "a.yaml", Data: data}}, spec.LoadOptions{})
				if err != nil || len(warnings) > 0 {
					t.Fatalf("error %v, warnings %v in\n%s", err, warnings, data)
				}
				if diff := cmp.Diff([]spec.Resource{want}, got); diff != "" {
					t.Fatalf("(-want +got):\n%s\n%s", diff, data)
				}
			})
		})
	}
}

// TestFactsAreEnforced breaks one fact of the table of fields at a time, and
// wants it reported.
func TestFactsAreEnforced(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		t.Run(string(typ.Kind), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				r, d := drawResource(t, typ)
				breaks := d.breaks()
				if len(breaks) == 0 {
					return
				}
				how := rapid.SampledFrom(slices.Sorted(maps.Keys(breaks))).Draw(t, "break")
				breaks[how]()
				data := write(t, r)
				_, warnings, err := spec.Load([]spec.Source{{Name: "a.yaml", Data: data}}, spec.LoadOptions{})
				if !strings.Contains(errorText(err)+"\n"+warnings.Error(), how) {
					t.Fatalf("got error %v, warnings %v, want one with %q for\n%s", err, warnings, how, data)
				}
			})
		})
	}
}

// breaks lists the ways to break a body, by words of the error that follows.
func (d *drawer) breaks() map[string]func() {
	breaks := map[string]func(){}
	for path, v := range d.here {
		f := d.typ.Fields[path]
		if f.Metadata != "" {
			path = "metadata." + f.Metadata
		}
		if f.Required {
			breaks[": "+path+" is missing: "] = v.SetZero
		}
		if v.Type() != reflect.TypeFor[*string]() || v.IsNil() {
			continue
		}
		if f.Enum != nil {
			breaks[fmt.Sprintf(": %s \"NONSENSE\" is unknown; allowed: ", path)] = func() { v.Elem().SetString("NONSENSE") }
		}
		if f.Required {
			breaks[": "+path+" must not be empty"] = func() { v.Elem().SetString("") }
		}
		if f.Check != nil && f.Check("<nonsense>") != "" {
			breaks[fmt.Sprintf(": %s \"<nonsense>\" ", path)] = func() { v.Elem().SetString("<nonsense>") }
		}
	}
	for path, v := range d.absent {
		words := " belongs to "
		if d.typ.Fields[path].Tolerated {
			words = " is for "
		}
		breaks[": "+path+words] = func() { d.intrude(v, path) }
	}
	return breaks
}

// intrude sets a field that should not be there.
func (d *drawer) intrude(v reflect.Value, path string) {
	switch {
	case v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct:
		v.Set(reflect.New(v.Type().Elem()))
	case v.Kind() == reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	default:
		d.fill(v, path, d.typ.Fields[path])
	}
}

// TestOrderMakesNoDifference shuffles documents and files.
func TestOrderMakesNoDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seen := once{}
		var docs [][]byte
		for range rapid.IntRange(1, 6).Draw(t, "documents") {
			typ := rapid.SampledFrom(spec.Types()).Draw(t, "type")
			r, _ := drawResource(t, typ)
			if seen.take(r) {
				docs = append(docs, write(t, r))
			}
		}
		want := loadJoined(t, docs)
		if diff := cmp.Diff(want, loadJoined(t, rapid.Permutation(docs).Draw(t, "order"))); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// once has what one set of documents may hold: an address, and an identity in a
// collection, a single time each, and nothing that does not go with what it lives
// in.
type once map[string]spec.Resource

// take reports whether there is room for a resource, which is there from then on.
func (o once) take(r spec.Resource) bool {
	keys := []string{r.Addr.String()}
	if identity := r.Identity(); identity != "" {
		keys = append(keys, fmt.Sprint(r.Addr.Project, "\x00", r.Addr.Kind, "\x00", r.Addr.Parent, "\x00", identity))
	}
	for _, other := range o {
		if misfits(r, other) || misfits(other, r) {
			return false
		}
	}
	for _, key := range keys {
		if _, taken := o[key]; taken {
			return false
		}
	}
	for _, key := range keys {
		o[key] = r
	}
	return true
}

func misfits(r, in spec.Resource) bool {
	parent, ok := r.Addr.ParentAddress()
	return ok && parent == in.Addr && len(r.Misfits(in.Body)) > 0
}

// loadJoined loads documents as one file, and forgets where they stood.
func loadJoined(t *rapid.T, docs [][]byte) []spec.Resource {
	var all strings.Builder
	for _, doc := range docs {
		all.WriteString("---\n" + string(doc))
	}
	resources, _, err := spec.Load([]spec.Source{{Name: "a.yaml", Data: []byte(all.String())}}, spec.LoadOptions{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, all.String())
	}
	for i := range resources {
		resources[i].Origin = spec.Origin{}
	}
	return resources
}
