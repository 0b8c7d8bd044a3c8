package spec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// toy has the shapes that a body may have, whether a kind uses them yet or
// not.
type toy struct {
	Mode   *string           `yaml:"mode"`
	Size   *int64            `yaml:"size"`
	Hosts  Set[string]       `yaml:"hosts"`
	Ports  Set[int64]        `yaml:"ports"`
	Labels map[string]string `yaml:"labels"`
	Inner  *toyInner         `yaml:"inner"`

	Roles   Set[toyRole]             `yaml:"roles"`
	Actions map[string]Set[toyScope] `yaml:"actions"`
	Zones   List[toyZone]            `yaml:"zones"`
	Names   List[string]             `yaml:"names"`
	Disk    *float64                 `yaml:"disk"`
	Free    *Document                `yaml:"free"`
}

type toyRole struct {
	Role  string `yaml:"role"`
	Level int64  `yaml:"level"`
	Own   bool   `yaml:"own"`
}

type toyScope struct {
	DB  Optional[string] `yaml:"db"`
	All bool             `yaml:"all"`
}

type toyZone struct {
	ID      *string           `yaml:"id"`
	Regions List[toyRegion]   `yaml:"regions"`
	Tags    map[string]string `yaml:"tags"`
}

type toyRegion struct {
	Cloud *string   `yaml:"cloud"`
	Size  *string   `yaml:"size"`
	Inner *toyScale `yaml:"inner"`
}

type toyScale struct {
	Max *string `yaml:"max"`
}

type toyInner struct {
	Secret *Secret `yaml:"secret"`
	Key    *string `yaml:"key"`
}

// Reads lists what Validate looks at.
func (*toy) Reads() []string { return []string{"roles", "size", "inner"} }

func (t *toy) Validate() []Violation {
	for _, role := range t.Roles.Sorted() {
		if role.Level > 9 {
			return []Violation{{MemberPath("roles", role), "has no such level"}}
		}
	}
	if t.Size != nil && *t.Size > 9 {
		return []Violation{{"size", "must be below 10 here"}, {"inner.key", "is needed for such a size"}}
	}
	return nil
}

func toyType() Type {
	mode := Field{Known: []string{"fast", "slow"}}
	return Type{
		Kind: "Toy",
		New:  func() Body { return new(toy) },
		Fields: map[string]Field{
			"mode":         mode,
			"hosts":        {MinLen: 1, MaxLen: 2, Values: &Field{MinLen: 2, MaxLen: 4}},
			"labels":       {Keys: &Field{Enum: []string{"a", "b"}}, Values: &Field{Known: []string{"x"}}},
			"inner.secret": {Required: true},
			"inner.key":    {When: when("mode", "slow")},

			"roles":                   {MaxLen: 2},
			"roles.role":              {Required: true, Enum: []string{"read", "write"}},
			"roles.own":               {When: when("roles.role", "write")},
			"actions":                 {Keys: &Field{Enum: []string{"FIND", "DROP"}}},
			"actions.db":              {MaxLen: 3},
			"zones":                   {MinLen: 1, Identity: []string{"id"}},
			"zones.regions":           {Required: true},
			"zones.regions.cloud":     {Required: true, Enum: []string{"AWS", "GCP"}},
			"zones.regions.size":      {Known: []string{"S", "M"}},
			"zones.regions.inner":     {When: when("zones.regions.cloud", "AWS")},
			"zones.regions.inner.max": {Required: true, When: when("mode", "slow")},
			"zones.tags":              {ReadOnly: true},
			"names":                   {Values: &Field{MinLen: 2}},
		},
	}
}

// decodeToy gives the body and what was found wrong, without the file.
func decodeToy(text string) (*toy, string) {
	nodes, problems := parse(Source{Name: "t", Data: []byte(text)})
	d := newDecoder("t")
	d.problems = problems
	body := &toy{}
	for _, n := range nodes {
		body = d.decodeBody(toyType(), &place{pair: pair{n, n}}).(*toy)
	}
	found := d.problems.Sort().Error()
	for _, w := range d.warnings {
		found += "warning: " + w.String()
	}
	return body, strings.ReplaceAll(found, "t:1:", "")
}

func TestDecodeShapes(t *testing.T) {
	t.Parallel()
	got, problems := decodeToy("{mode: fast, size: -7, hosts: [ab, cde], ports: [2, 1], labels: {}, inner: {secret: {env: A}}}")
	mode, size, secret := "fast", int64(-7), EnvSecret("A")
	want := &toy{
		Mode: &mode, Size: &size, Hosts: NewSet("ab", "cde"), Ports: NewSet[int64](1, 2),
		Labels: map[string]string{}, Inner: &toyInner{Secret: &secret},
	}
	if diff := cmp.Diff(want, got); diff != "" || problems != "" {
		t.Errorf("problems %s (-want +got):\n%s", problems, diff)
	}
	got, problems = decodeToy("{roles: [{role: write, own: true}, {role: read, level: 3}], actions: {FIND: [{db: ''}, {all: true}], DROP: []}, " +
		"zones: [{id: a, regions: [{cloud: AWS}, {cloud: GCP, size: M}]}, {regions: []}], names: [bb, aa, bb], disk: 30.50, " +
		"free: [{$source: {b: 1.0, a: 1}}, {'x y': [null, true, yes, 2020-01-01, '1']}, &a {z: {}}, *a, {q: [], z: *a}]}")
	document := Document(`[{"$source":{"b":1.0,"a":1}},{"x y":[null,true,"yes","2020-01-01","1"]},{"z":{}},{"z":{}},{"q":[],"z":{"z":{}}}]`)
	want = &toy{
		Roles:   NewSet(toyRole{Role: "read", Level: 3}, toyRole{Role: "write", Own: true}),
		Actions: map[string]Set[toyScope]{"FIND": NewSet(toyScope{DB: Say("")}, toyScope{All: true}), "DROP": {}},
		Zones: List[toyZone]{
			{ID: new("a"), Regions: List[toyRegion]{{Cloud: new("AWS")}, {Cloud: new("GCP"), Size: new("M")}}},
			{Regions: List[toyRegion]{}},
		},
		Names: List[string]{"bb", "aa", "bb"}, Disk: new(30.5), Free: &document,
	}
	if diff := cmp.Diff(want, got); diff != "" || problems != "" {
		t.Errorf("problems %s (-want +got):\n%s", problems, diff)
	}
	again := Encode(want)
	untag(again)
	data, err := yaml.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	got, problems = decodeToy(string(data))
	if diff := cmp.Diff(want, got); diff != "" || problems != "" {
		t.Errorf("after writing it: problems %s (-want +got):\n%s\n%s", problems, diff, data)
	}
	got, problems = decodeToy("{ports: []}")
	if problems != "" || got.Ports == nil || len(got.Ports) > 0 {
		t.Errorf("got %#v, problems %s, want an empty set", got.Ports, problems)
	}
}

func TestDecodeProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"size: 1.5", "7: size: want a whole number, found a number"},
		{"size: 010", "7: size: want a whole number, found a number"},
		{"size: 0x1F", "7: size: want a whole number, found a number"},
		{"size: '5'", "7: size: want a whole number, found text"},
		{"size: 99999999999999999999", "7: size: want a whole number, found a number"},
		{"size:", "1: size: want a whole number, found nothing: leave the key out, or give it a value"},
		{"hosts: ab", "8: hosts: want a list, found text"},
		{"hosts: {a: b}", "8: hosts: want a list, found a map"},
		{"hosts:", "1: hosts: want a list, found nothing: leave the key out, or write [] to clear it"},
		{"hosts: [ab, [c]]", "13: hosts: want text, found a list"},
		{"hosts: [ab, ~]", "13: hosts: want text, found nothing: leave the key out, or give it a value"},
		{"hosts: [ab, ab]", `13: hosts: "ab" is listed twice: remove one of the two`},
		{"hosts: []", "1: hosts has 0 members, want at least 1"},
		{"hosts: [ab, cd, ef]", "1: hosts has 3 members, want at most 2"},
		{"hosts: [a, ghijk]", "9: hosts \"a\" has 1 characters, want at least 2\n12: hosts \"ghijk\" has 5 characters, want at most 4"},
		{"hosts: [äöüß]", ""},
		{"ports: [1, 01]", "12: ports: want a whole number, found a number"},
		{"ports: [1, 1]", `12: ports: "1" is listed twice: remove one of the two`},
		{"labels: {a: x, c: x}", `16: labels: the key "c" is unknown; allowed: a, b`},
		{"labels: {a: y}", `warning: 13: labels.a "y" is not known to this version: it goes to Atlas as it is`},
		{"inner: {}", "1: inner.secret is missing: inner needs it, and Atlas wants it in every update; write {env: NAME} or {file: PATH}"},
		{"{mode: odd, inner: {secret: {env: A}, key: x}}", `warning: 8: mode "odd" is not known to this version: it goes to Atlas as it is`},
		{"{mode: fast, inner: {secret: {env: A}, key: x}}", "40: inner.key belongs to mode slow; this is mode fast"},
		{"{inner: {secret: {env: A}, key: x}}", ""},
		{"{size: 10}", "1: inner.key: is needed for such a size\n2: size: must be below 10 here"},
		{"{size: 10, mode: []}", "1: inner.key: is needed for such a size\n2: size: must be below 10 here\n18: mode: want text, found a list"},
		{"{size: 10, inner: []}", "19: inner: want a map, found a list"},
		{"{size: 10, inner: {key: []}}", "12: inner.secret is missing: inner needs it, and Atlas wants it in every update; write {env: NAME} or {file: PATH}\n25: inner.key: want text, found a list"},
		{"{size: 10, iner: {}}", "12: unknown key \"iner\" (did you mean \"inner\"?)"},
		{"{size: 1, <<: {size: x}}", ""},
		{"roles: {role: read}", "8: roles: want a list, found a map"},
		{"roles: [read]", "9: roles.0: want a map, found text"},
		{"roles: [{role: read}, ~]", "23: roles.1: want a map, found nothing: leave the key out, or write its fields under it"},
		{"roles: [{rule: read}]", "9: roles.0.role is missing: roles.0 needs it, one of read, write\n10: roles.0: unknown key \"rule\" (did you mean \"role\"?)"},
		{"roles: [{role: read}, {role: raed}]", `30: roles.1.role "raed" is unknown (did you mean "read"?); allowed: read, write`},
		{"roles: [{role: read}, {level: 0, role: read}]", "23: roles: this member is listed twice: remove one of the two"},
		{"roles: [{role: read, level: 1}, {role: read}, {role: write}]", "1: roles has 3 members, want at most 2"},
		{"roles: [{role: write, own: true}, {role: read, own: true}]", "48: roles.1.own belongs to role write; this is role read"},
		{"roles: [{role: read}, {role: read, level: 10}]", "23: roles.1: has no such level"},
		{"roles: [{role: read, level: x}, {role: read, level: y}]", "29: roles.0.level: want a whole number, found text\n53: roles.1.level: want a whole number, found text"},
		{"actions: {FIND: [{db: a}, {db: abcd}], LOOK: [{db: a}]}", "32: actions.FIND.1.db \"abcd\" has 4 characters, want at most 3\n40: actions: the key \"LOOK\" is unknown; allowed: FIND, DROP"},
		{"actions: {FIND: [{db: a}, {db: a}]}", "27: actions.FIND: this member is listed twice: remove one of the two"},
		{"actions: {FIND: x}", "17: actions.FIND: want a list, found text"},
		{"zones: []", "1: zones has 0 members, want at least 1"},
		{"zones: [{}, {regions: [{cloud: AWS}, {size: L}]}]", "9: zones.0.regions is missing: zones.0 needs it\n38: zones.1.regions.1.cloud is missing: zones.1.regions.1 needs it, one of AWS, GCP" +
			"warning: 45: zones.1.regions.1.size \"L\" is not known to this version: it goes to Atlas as it is"},
		{"zones: [{regions: [{cloud: AWS, inner: {}}, {cloud: GCP, inner: {}}]}]", "58: zones.0.regions.1.inner belongs to cloud AWS; this is cloud GCP"},
		{"{mode: slow, zones: [{regions: [{cloud: AWS, inner: {}}]}]}", "46: zones.0.regions.0.inner.max is missing: mode slow needs it"},
		{"zones: [{regions: [1, {cloud: AWS, x: y}]}]", "20: zones.0.regions.0: want a map, found a number\n36: zones.0.regions.1: unknown key \"x\"; the keys here are cloud, size, inner"},
		{"zones: [{regions: [], tags: {}}]", "23: zones.0.tags is Atlas's to say: leave it out"},
		{"names: [aa, b]", "13: names \"b\" has 1 characters, want at least 2"},
		{"names: [aa, {}]", "13: names: want text, found a map"},
		{"disk: '1'", "7: disk: want a number, found text"},
		{"disk: .5", "7: disk: \".5\" is no number of JSON: write it like 10, 1.5 or 1e3"},
		{"disk: .inf", "7: disk: \".inf\" is no number of JSON: write it like 10, 1.5 or 1e3"},
		{"disk: 1_000", "7: disk: \"1_000\" is no number of JSON: write it like 10, 1.5 or 1e3"},
		{"free: x", "7: free: want a map or a list, found text"},
		{"free:", "1: free: want a map or a list, found nothing: leave the key out, or give it a value"},
		{"free: [{a: 010, b: .inf, c: 1_0}]", "12: free.0.a: \"010\" is no number of JSON: write it like 10, 1.5 or 1e3, or put text in quotes\n" +
			"20: free.0.b: \".inf\" is no number of JSON: write it like 10, 1.5 or 1e3, or put text in quotes\n" +
			"29: free.0.c: \"1_0\" is no number of JSON: write it like 10, 1.5 or 1e3, or put text in quotes"},
		{"free: [{a: , b: ~, c: True}]", "9: free.0.a: found nothing: write null, or give it a value\n14: free.0.b: found nothing: write null, or give it a value\n" +
			"23: free.0.c: want true or false, in lower case and without quotes, found \"True\""},
		{"free: {a: 1, a: 2, 7: 3}", "14: duplicate key \"a\", first at 8: remove one of the two"},
	} {
		if _, got := decodeToy(test.text); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.text, got, test.want)
		}
	}
}

// TestLongTextIsCut keeps an error from repeating a whole file.
func TestLongTextIsCut(t *testing.T) {
	t.Parallel()
	if got, want := quote(strings.Repeat("é", 81)), fmt.Sprintf("%q", strings.Repeat("é", 80)+"…"); got != want {
		t.Errorf("got %s", got)
	}
}
