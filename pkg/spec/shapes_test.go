package spec_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestShapes holds every kind to the shapes that loading, cloning, encoding
// and comparing know. A field of another shape needs support in all of them.
func TestShapes(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		body := reflect.TypeOf(typ.New())
		if body.Kind() != reflect.Pointer || body.Elem().Kind() != reflect.Struct {
			t.Errorf("%s: New gives a %s, want a pointer to a struct", typ.Kind, body)
			continue
		}
		checkShape(t, string(typ.Kind), body.Elem())
	}
}

func checkShape(t *testing.T, path string, typ reflect.Type) {
	t.Helper()
	checkFields(t, path, typ, func(at string, f reflect.Type) {
		if !checkCollection(t, at, f) && !slices.Contains([]reflect.Type{
			reflect.TypeFor[*string](), reflect.TypeFor[*bool](), reflect.TypeFor[*int64](), reflect.TypeFor[*float64](),
			reflect.TypeFor[*spec.Secret](), reflect.TypeFor[*spec.Value](), reflect.TypeFor[*spec.Document](),
			reflect.TypeFor[map[string]string](), reflect.TypeFor[map[string]spec.Value](),
		}, f) {
			t.Errorf("%s is a %s, which is no shape of a field", at, f)
		}
		if strings.Contains(at, "[]") && slices.Contains([]reflect.Type{
			reflect.TypeFor[*spec.Secret](), reflect.TypeFor[*spec.Value](), reflect.TypeFor[map[string]spec.Value](),
		}, f) {
			t.Errorf("%s is a %s, which nobody looks for in a list", at, f)
		}
	})
}

// checkFields holds the names of the fields of a struct to the rules, and gives
// the types to check.
func checkFields(t *testing.T, path string, typ reflect.Type, check func(at string, f reflect.Type)) {
	t.Helper()
	seen := map[string]bool{}
	for f := range typ.Fields() {
		name := f.Tag.Get("yaml")
		switch {
		case !f.IsExported() || f.Anonymous:
			t.Errorf("%s.%s must be exported, and not embedded", path, f.Name)
		case name == "" || strings.ContainsAny(name, ",.-"):
			t.Errorf("%s.%s: yaml tag %q must be a name and nothing else", path, f.Name, name)
		case seen[name]:
			t.Errorf("%s: two fields are called %s", path, name)
		}
		seen[name] = true
		check(path+"."+name, f.Type)
	}
}

// checkCollection checks what has parts, and reports whether this is such.
func checkCollection(t *testing.T, at string, f reflect.Type) bool {
	t.Helper()
	switch {
	case f.Kind() == reflect.Pointer && f.Elem().Kind() == reflect.Struct:
		checkShape(t, at, f.Elem())
	case f.Kind() == reflect.Slice && strings.HasPrefix(f.Name(), "List["):
		if f.Elem().Kind() == reflect.Struct {
			checkShape(t, at+"[]", f.Elem())
		} else if !isScalar(f.Elem()) {
			t.Errorf("%s is a list of %s", at, f.Elem())
		}
	case isSet(f):
		if f.Key().Kind() == reflect.Struct {
			checkFields(t, at+"[]", f.Key(), func(at string, f reflect.Type) {
				if !isScalar(f) && !isOptional(f) {
					t.Errorf("%s is a %s, which is no shape of a member of a set", at, f)
				}
			})
		} else if !isScalar(f.Key()) {
			t.Errorf("%s is a set of %s", at, f.Key())
		}
	case f.Kind() == reflect.Map && f.Key() == reflect.TypeFor[string]() && isSet(f.Elem()):
		return checkCollection(t, at, f.Elem())
	default:
		return false
	}
	return true
}

func isSet(t reflect.Type) bool {
	return t.Kind() == reflect.Map && t.Elem() == reflect.TypeFor[struct{}]()
}

func isOptional(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasPrefix(t.Name(), "Optional[")
}

func isScalar(t reflect.Type) bool {
	return slices.Contains([]reflect.Type{reflect.TypeFor[string](), reflect.TypeFor[bool](), reflect.TypeFor[int64]()}, t)
}

// TestTable holds the facts about the fields against the structs, and against
// each other.
func TestTable(t *testing.T) {
	t.Parallel()
	for _, typ := range spec.Types() {
		for path, f := range typ.Fields {
			at := string(typ.Kind) + "." + path
			shape := fieldAt(reflect.TypeOf(typ.New()).Elem(), path)
			if shape == nil {
				t.Errorf("%s: the struct has no such field", at)
				continue
			}
			if (f.Keys != nil || f.Values != nil) && shape.Kind() != reflect.Map && shape.Kind() != reflect.Slice {
				t.Errorf("%s: facts about members of a %s", at, shape)
			}
			for _, name := range f.Identity {
				if shape.Kind() != reflect.Slice || fieldAt(shape.Elem(), name) == nil {
					t.Errorf("%s: members that %s tells apart", at, name)
				}
			}
			if f.Enum != nil && f.Known != nil {
				t.Errorf("%s: a set of values cannot be closed and open", at)
			}
			if (f.Enum != nil || f.Known != nil || f.Check != nil) && shape.Kind() == reflect.Pointer && shape.Elem().Kind() != reflect.String {
				t.Errorf("%s: facts about the text of a %s", at, shape)
			}
			if f.Default != "" && f.Enum != nil && !slices.Contains(f.Enum, f.Default) {
				t.Errorf("%s: the default %q is not allowed", at, f.Default)
			}
			checkWhen(t, at, typ, f.When)
			checkFacts(t, at, typ, path, shape)
		}
		checkType(t, typ)
	}
}

// checkFacts holds the facts about names and about what cannot be changed.
func checkFacts(t *testing.T, at string, typ spec.Type, path string, shape reflect.Type) {
	t.Helper()
	f, isText := typ.Fields[path], shape == reflect.TypeFor[*string]() || shape == reflect.TypeFor[string]() || isOptional(shape)
	if f.Tolerated && f.When.Path == "" {
		t.Errorf("%s: tolerated beside what?", at)
	}
	if f.FromName && (!isText || f.Required || strings.Contains(path, ".")) {
		t.Errorf("%s: the name can only stand in a text on top that no document writes", at)
	}
	if len(f.Refers) > 0 && !isText || f.RefersIn != "" && (len(f.Refers) == 0 || fieldAt(reflect.TypeOf(typ.New()).Elem(), f.RefersIn) != reflect.TypeFor[*string]()) {
		t.Errorf("%s: a reference is text, and so is the project that it goes to", at)
	}
	for _, k := range f.Refers {
		if to, ok := spec.TypeOf(k); !ok || to.Parent != "" {
			t.Errorf("%s: refers to %s, which has no address by its name alone", at, k)
		}
	}
	if _, immutable := typ.ImmutablePath(strings.Split(path, ".")); f.SetOnce && (immutable || f.Required) {
		t.Errorf("%s: what can be set later is neither immutable nor required", at)
	}
	inBlockWithSecret := slices.ContainsFunc(typ.SecretBlocks(), func(block []string) bool {
		return strings.HasPrefix(path, strings.Join(block, ".")+".")
	})
	if f.Default != "" && inBlockWithSecret {
		t.Errorf("%s: to reset it would declare its block without the secret", at)
	}
	if f.Computed && (f.Required || f.Default != "") {
		t.Errorf("%s: Atlas chooses what nobody has to say, and there is no default", at)
	}
}

// checkWhen wants a discriminator that is a closed set with these values.
func checkWhen(t *testing.T, at string, typ spec.Type, w spec.When) {
	t.Helper()
	if w.Path == "" {
		return
	}
	for _, v := range w.Values {
		if !slices.Contains(typ.Fields[w.Path].Enum, v) {
			t.Errorf("%s: %s cannot be %q", at, w.Path, v)
		}
	}
	if len(w.Values) == 0 {
		t.Errorf("%s: belongs to no value of %s", at, w.Path)
	}
}

func checkType(t *testing.T, typ spec.Type) {
	t.Helper()
	if typ.Name.Check == nil || typ.Loses == "" || typ.Timeout <= 0 || !strings.HasPrefix(typ.Docs, "https://") {
		t.Errorf("%s: the facts about the kind are not complete", typ.Kind)
	}
	if len(spec.Children(typ.Kind)) > 0 && typ.Name.Check("a/b") == "" {
		t.Errorf("%s: a name with a slash would cut the addresses of its children in the wrong place", typ.Kind)
	}
	if parent, ok := spec.TypeOf(typ.Parent); (typ.Parent != "" || typ.ParentKey != "") && (!ok || typ.ParentKey == "" || parent.Parent != "") {
		t.Errorf("%s: parent %q under key %q", typ.Kind, typ.Parent, typ.ParentKey)
	}
	if slices.Contains([]string{"project", "name", "protect", "timeout", "rotate"}, typ.ParentKey) {
		t.Errorf("%s: metadata.%s means something else", typ.Kind, typ.ParentKey)
	}
	if typ.Key != "" && fieldAt(reflect.TypeOf(typ.New()).Elem(), typ.Key) != reflect.TypeFor[*string]() {
		t.Errorf("%s: key %q is no text", typ.Kind, typ.Key)
	}
	if path := typ.Expires.Path; path != "" && (fieldAt(reflect.TypeOf(typ.New()).Elem(), path) != reflect.TypeFor[*string]() || typ.Fields[path].Check == nil) {
		t.Errorf("%s: its date %q is no text that is checked", typ.Kind, path)
	}
	for path := range typ.Fields {
		if typ.AddFirst && (typ.Parent != "" || typ.Fields[path].Immutable || typ.Fields[path].SetOnce) {
			t.Errorf("%s: what is added first is never replaced, and lives in a project", typ.Kind)
		}
	}
	if typ.NameSpace != "" && typ.Parent != "" {
		t.Errorf("%s: a name space is that of a project", typ.Kind)
	}
	if slices.Contains(typ.Announce, "") {
		t.Errorf("%s: announces nothing", typ.Kind)
	}
	if typ.Protection != "" && fieldAt(reflect.TypeOf(typ.New()).Elem(), typ.Protection) != reflect.TypeFor[*bool]() {
		t.Errorf("%s: protection %q is no boolean", typ.Kind, typ.Protection)
	}
}

// fieldAt gives the type of the field at a dotted path, or nil.
func fieldAt(t reflect.Type, path string) reflect.Type {
	name, rest, more := strings.Cut(path, ".")
	for f := range t.Fields() {
		switch {
		case f.Tag.Get("yaml") != name:
		case !more:
			return f.Type
		default:
			return fieldAt(blockType(f.Type), rest)
		}
	}
	return nil
}

// blockType gives the type of the fields below a field.
func blockType(t reflect.Type) reflect.Type {
	for {
		switch {
		case isSet(t):
			t = t.Key()
		case t.Kind() == reflect.Pointer, t.Kind() == reflect.Slice, t.Kind() == reflect.Map:
			t = t.Elem()
		case t.Kind() == reflect.Struct:
			return t
		default:
			return reflect.TypeFor[struct{}]()
		}
	}
}
