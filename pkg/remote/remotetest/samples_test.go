package remotetest_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// TestSamplesCoverEveryField is what a new kind, type or field fails until the
// suite tries it.
func TestSamplesCoverEveryField(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		t.Run(string(typ.Kind), func(t *testing.T) {
			t.Parallel()
			said, changed := map[string]bool{}, map[string]bool{}
			for _, s := range spectest.SamplesOf(t, typ.Kind) {
				base := leaves(s.Resource(t).Body)
				for path := range base {
					said[path] = true
				}
				for _, c := range s.Changes {
					for path, text := range leaves(s.Changed(t, c).Body) {
						said[path] = true
						changed[path] = changed[path] || base[path] != text
					}
				}
			}
			for _, path := range fields(reflect.TypeOf(typ.New()).Elem(), "") {
				_, immutable := typ.ImmutablePath(strings.Split(path, "."))
				switch {
				case typ.Fields[path].ID != "": // a name of ours for what another field has the ID of
				case !said[path]:
					t.Errorf("no sample sets %s", path)
				case immutable && changed[path]:
					t.Errorf("a change changes %s, which cannot change", path)
				case !immutable && !changed[path] && changeable(typ.Fields[path]):
					t.Errorf("no change changes %s", path)
				}
			}
		})
	}
}

// changeable reports whether a document can say two things of a field: it
// cannot of its name, nor where there is only one thing to say.
func changeable(f spec.Field) bool { return !f.FromName && len(f.Enum) != 1 }

// TestSamplesCoverEveryDiscriminator wants each value of a field on which other
// fields depend: the types of connections, and the like.
func TestSamplesCoverEveryDiscriminator(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		seen := map[string][]string{}
		for _, s := range spectest.SamplesOf(t, typ.Kind) {
			for _, c := range append([]spectest.Change{nil}, s.Changes...) {
				for path, text := range leaves(s.Changed(t, c).Body) {
					seen[path] = append(seen[path], text)
				}
			}
		}
		for _, f := range typ.Fields {
			path := f.When.Path
			slices.Sort(seen[path])
			seen[path] = slices.Compact(seen[path])
			if diff := cmp.Diff(slices.Sorted(slices.Values(typ.Fields[path].Enum)), seen[path]); path != "" && diff != "" {
				t.Errorf("%s.%s of all samples (-want +got):\n%s", typ.Kind, path, diff)
			}
		}
	}
}

// leaves gives the text of every field of a body that has one; for a map that
// of all its members.
func leaves(b spec.Body) map[string]string {
	known := fields(reflect.TypeOf(b).Elem(), "")
	texts := map[string]string{}
	for _, leaf := range spec.Leaves(b) {
		path := leaf.Path
		for len(path) > 1 && !slices.Contains(known, strings.Join(path, ".")) {
			path = path[:len(path)-1]
		}
		text := leaf.Node.Value
		for _, n := range leaf.Node.Content {
			text += " " + n.Value
		}
		texts[strings.Join(path, ".")] += strings.Join(leaf.Path[len(path):], ".") + text
	}
	return texts
}

// fields lists the paths of what a document can say, without blocks.
func fields(t reflect.Type, prefix string) []string {
	var paths []string
	for f := range t.Fields() {
		path := prefix + f.Tag.Get("yaml")
		if f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct {
			paths = append(paths, fields(f.Type.Elem(), path+".")...)
		} else {
			paths = append(paths, path)
		}
	}
	return paths
}
