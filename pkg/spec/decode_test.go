package spec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
}

type toyInner struct {
	Secret *Secret `yaml:"secret"`
	Key    *string `yaml:"key"`
}

func (t *toy) Validate() []Violation {
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
		{"{size: 10, mode: []}", "18: mode: want text, found a list"},
		{"{size: 1, <<: {size: x}}", ""},
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
