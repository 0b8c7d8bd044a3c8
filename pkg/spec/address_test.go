package spec_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestParseAddress(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want spec.Address
		err  string
	}{
		{text: "p/FlexCluster/orders", want: spec.Address{Project: "p", Kind: "FlexCluster", Name: "orders"}},
		{text: "my project/FlexCluster/orders", want: spec.Address{Project: "my project", Kind: "FlexCluster", Name: "orders"}},
		{text: "p/StreamConnection/clicks/kafka", want: spec.Address{Project: "p", Kind: "StreamConnection", Parent: "clicks", Name: "kafka"}},
		{text: "p/StreamConnection/clicks/a/b", want: spec.Address{Project: "p", Kind: "StreamConnection", Parent: "clicks", Name: "a/b"}},
		{text: "", err: `address "": want project/Kind/name or project/Kind/parent/name`},
		{text: "p/orders", err: `address "p/orders": want project/Kind/name or project/Kind/parent/name`},
		{text: "p/FlexClustr/orders", err: `address "p/FlexClustr/orders": unknown kind "FlexClustr" (did you mean "FlexCluster"?)`},
		{text: "p/StreamConnection/kafka", err: `address "p/StreamConnection/kafka": want project/StreamConnection/workspace/name`},
		{text: "p/StreamConnection//kafka", err: `address "p/StreamConnection//kafka": no part may be empty`},
		{text: "/FlexCluster/orders", err: `address "/FlexCluster/orders": no part may be empty`},
	} {
		got, err := spec.ParseAddress(test.text)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
		if text := errorText(err); text != test.err {
			t.Errorf("%q: got error %q, want %q", test.text, text, test.err)
		}
	}
}

// TestAddressRoundTrip uses the names that the loader lets through.
func TestAddressRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := drawAddress(t, rapid.SampledFrom(spec.Types()).Draw(t, "type"))
		got, err := spec.ParseAddress(want.String())
		if err != nil || got != want {
			t.Fatalf("%s: got %+v, error %v; want %+v", want, got, err, want)
		}
	})
}

// TestCompareAddresses holds that Compare is a total order on addresses.
func TestCompareAddresses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawAddress(t, rapid.SampledFrom(spec.Types()).Draw(t, "type"))
		b := drawAddress(t, rapid.SampledFrom(spec.Types()).Draw(t, "type"))
		if a.Compare(b) != -b.Compare(a) || (a.Compare(b) == 0) != (a == b) {
			t.Fatalf("%+v and %+v: %d and %d", a, b, a.Compare(b), b.Compare(a))
		}
	})
}

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ word, want string }{
		{"kafka", "Kafka"},
		{"Kafak", "Kafka"},
		{"HTTPS", "Https"},
		{"Http", "Https"},
		{"Samples", "Sample"},
		{"Postgres", ""},
		{"", ""},
		{strings.Repeat("Kafka", 1000), ""},
	} {
		want := ""
		if test.want != "" {
			want = ` (did you mean "` + test.want + `"?)`
		}
		if got := spec.DidYouMean(test.word, []string{"Kafka", "Https", "Sample"}); got != want {
			t.Errorf("%q: got %q, want %q", test.word, got, want)
		}
	}
}

func TestSortProblems(t *testing.T) {
	t.Parallel()
	want := spec.Problems{
		{Msg: "no place"},
		{Pos: spec.Pos{File: "a"}, Msg: "file"},
		{Pos: spec.Pos{File: "a", Line: 2, Col: 3}, Addr: "x", Msg: "a"},
		{Pos: spec.Pos{File: "a", Line: 2, Col: 3}, Addr: "x", Msg: "b"},
		{Pos: spec.Pos{File: "a", Line: 2, Col: 10}, Msg: "col"},
		{Pos: spec.Pos{File: "a", Line: 10, Col: 1}, Msg: "line"},
		{Pos: spec.Pos{File: "b"}, Msg: "file"},
	}
	mixed := slices.Concat(want, want)
	slices.Reverse(mixed)
	if diff := cmp.Diff(want, mixed.Sort()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	text := "no place\na: file\na:2:3: x: a\na:2:3: x: b\na:2:10: col\na:10:1: line\nb: file"
	if got := want.Error(); got != text {
		t.Errorf("got\n%s\nwant\n%s", got, text)
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
