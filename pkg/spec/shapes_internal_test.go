package spec

import (
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"
)

// TestNumbersAreValues holds the one spelling of a number against arithmetic.
func TestNumbersAreValues(t *testing.T) {
	t.Parallel()
	number := rapid.StringMatching(`-?(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})?([eE][+-]?[0-9]{1,2})?`)
	value := func(t *rapid.T, text string) *big.Rat {
		r, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("%q is no number", text)
		}
		return r
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		if same, equal := canonicalNumber(a) == canonicalNumber(b), value(t, a).Cmp(value(t, b)) == 0; same != equal {
			t.Errorf("%s and %s: written %s and %s", a, b, canonicalNumber(a), canonicalNumber(b))
		}
		if got := canonicalNumber(a); !isNumber(numberNode(got)) || value(t, got).Cmp(value(t, a)) != 0 || canonicalNumber(got) != got {
			t.Errorf("%s is written %s", a, got)
		}
	})
	for text, want := range map[string]string{
		"10.0": "10", "1e1": "10", "-0.0": "0", "0.10": "0.1", "1e-3": "0.001", "1e21": "1e21", "1e20": "100000000000000000000",
		"12345678901234567890.50": "12345678901234567890.5", "1e-9": "1e-9", "1e99999999999999999999": "1e99999999999999999999",
	} {
		if got := canonicalNumber(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestDocuments(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{`[{"a": 10, "b": "é"}]`, `[{"a":10.0,"b":"\u00e9"}]`, true},
		{`{"a":1,"b":2}`, `{"b":2,"a":1}`, false},
		{`[1,2]`, `[2,1]`, false},
		{`[1]`, `["1"]`, false},
		{`[null]`, `["null"]`, false},
		{`[12345678901234567890]`, `[12345678901234567891]`, false},
		{`{}`, `[]`, false},
		{`{"a":1,"a":2}`, `{"a":2}`, false},
	} {
		a, errA := NewDocument([]byte(test.a))
		b, errB := NewDocument([]byte(test.b))
		if errA != nil || errB != nil || a.Equal(b) != test.same || EqualNodes(encodedDocument(a), encodedDocument(b)) != test.same ||
			(MemberText(a.Node()) == MemberText(b.Node())) != test.same {
			t.Errorf("%s and %s: errors %v, %v, want same: %v", test.a, test.b, errA, errB, test.same)
		}
	}
	if d, err := NewDocument([]byte(`[{"$a": [1.0, 1e3, "<\u2028\u0000>"]}]`)); err != nil || string(d.JSON()) != `[{"$a":[1.0,1e3,"<\u2028\u0000>"]}]` {
		t.Errorf("got %s, error %v", d, err)
	}
	for _, text := range []string{``, `[`, `[1] 2`, `{"a"}`, strings.Repeat("[", 20000)} {
		if _, err := NewDocument([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), "reading a document: ") {
			t.Errorf("%.20q: error %v", text, err)
		}
	}
}

func encodedDocument(d Document) *yaml.Node { return Encode(&toy{Free: &d}).Content[1] }

// TestCloneSharesNothing changes a copy in every collection.
func TestCloneSharesNothing(t *testing.T) {
	t.Parallel()
	make := func() *toy {
		return &toy{
			Zones: List[toyZone]{{Tags: map[string]string{"a": "b"}, Regions: List[toyRegion]{{Cloud: new("AWS")}}}},
			Names: List[string]{"a"}, Actions: map[string]Set[toyScope]{"FIND": NewSet(toyScope{All: true})},
		}
	}
	body := make()
	c := Clone(body).(*toy)
	if diff := cmp.Diff(body, c); diff != "" {
		t.Errorf("the copy differs:\n%s", diff)
	}
	c.Zones[0].Tags["a"], *c.Zones[0].Regions[0].Cloud, c.Names[0] = "x", "x", "x"
	delete(c.Actions["FIND"], toyScope{All: true})
	if diff := cmp.Diff(make(), body); diff != "" {
		t.Errorf("a change of the copy shows in the original:\n%s", diff)
	}
	if got := Clone(&toy{Names: List[string]{}}).(*toy); got.Names == nil || got.Zones != nil {
		t.Errorf("none and nothing said are mixed up: %#v", got)
	}
}

func TestPathsInLists(t *testing.T) {
	t.Parallel()
	typ := toyType()
	for path, want := range map[string]string{
		"zones": "zones", "zones/0/regions/12/inner/max": "zones.regions.inner.max", "actions/FIND/{}/db": "actions.db",
		"roles/x/role": "roles.role", "labels/a": "labels", "names/0": "names", "zones/0/nothing": "zones",
	} {
		if got := typ.FactPath(strings.Split(path, "/")); got != want {
			t.Errorf("%s: facts of %q, want %q", path, got, want)
		}
	}
	for _, test := range []struct{ path, other, want string }{
		{"zones/1/regions/2/inner/max", "zones.regions.cloud", "zones/1/regions/2/cloud"},
		{"zones/1/regions/2/inner/max", "mode", "mode"},
		{"zones/1/regions/2/cloud", "zones.id", "zones/1/id"},
		{"inner/key", "inner.secret", "inner/secret"},
		{"mode", "size", "size"},
	} {
		if got := strings.Join(typ.Beside(strings.Split(test.path, "/"), test.other), "/"); got != test.want {
			t.Errorf("%s beside %s is %s, want %s", test.other, test.path, got, test.want)
		}
	}
	body := &toy{
		Zones:   List[toyZone]{{Regions: List[toyRegion]{{Cloud: new("AWS"), Size: new("S")}}}},
		Actions: map[string]Set[toyScope]{"FIND": NewSet(toyScope{DB: Say("x")}, toyScope{All: true})},
		Roles:   NewSet(toyRole{Role: "read", Level: 2}),
	}
	var leaves []string
	for _, leaf := range Leaves(body) {
		leaves = append(leaves, strings.Join(leaf.Path, "/"))
		if NodeAt(Encode(body), leaf.Path) == nil {
			t.Errorf("%q leads nowhere", leaf.Path)
		}
	}
	want := []string{`roles/{"role":"read","level":2}`, `actions/FIND/{"all":true}`, `actions/FIND/{"db":"x"}`, "zones/0/regions/0/cloud", "zones/0/regions/0/size"}
	if diff := cmp.Diff(want, leaves); diff != "" {
		t.Errorf("leaves (-want +got):\n%s", diff)
	}
	if got := textsAt(body, "zones.regions.size"); !cmp.Equal(got, []string{"S"}) {
		t.Errorf("sizes: %q", got)
	}
	if got := append(textsAt(body, "roles.role"), textsAt(body, "actions.db")...); !cmp.Equal(got, []string{"read", "x"}) {
		t.Errorf("texts in sets: %q", got)
	}
	if !Drop(body, "zones.0.regions.0.size") || body.Zones[0].Regions[0].Size != nil || Drop(body, "zones.1.id") {
		t.Errorf("dropping from a list: %#v", body.Zones)
	}
}
