package journal_test

import (
	"testing"

	"github.com/atlasctl/atlasctl/pkg/apply/journal"
)

func TestGround(t *testing.T) {
	t.Parallel()
	ground := func(atlas, id string, declared ...string) journal.Ground {
		return journal.Ground{Atlas: atlas, Projects: map[string]string{"demo": id}, Declared: declared}
	}
	earlier := ground("cloud", "1", "demo/K/a", "demo/K/b", "demo/K/c")
	for name, test := range map[string]struct {
		now  journal.Ground
		want string
	}{
		"the same":        {earlier, ""},
		"more documents":  {ground("cloud", "1", "demo/K/0", "demo/K/a", "demo/K/b", "demo/K/c"), ""},
		"another Atlas":   {ground("emulator", "1", earlier.Declared...), "it was made for cloud, and this is emulator"},
		"another project": {ground("cloud", "2", earlier.Declared...), `project "demo" is another one by now: it had the ID 1, and has 2`},
		"fewer documents": {ground("cloud", "1", "demo/K/a"), "it was made with demo/K/b and 1 more, which the files do not name: give the same ones"},
		"a document less": {ground("cloud", "1", "demo/K/a", "demo/K/c"), "it was made with demo/K/b, which the files do not name: give the same ones"},
	} {
		got := ""
		if err := test.now.Covers(earlier); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, test.want)
		}
	}
}

// TestGroundSince wants what an earlier commit made of the documents to be told
// by a run since the same commit alone; who compared with none misses nothing.
func TestGroundSince(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ earlier, now, want string }{
		{"", "", ""},
		{"", "c0ffee", ""},
		{"c0ffee", "c0ffee", ""},
		{"c0ffee", "", "it was made since the commit c0ffee, and this one is not"},
		{"c0ffee", "decaf", "it was made since the commit c0ffee, and this one is not"},
	} {
		got := ""
		if err := (journal.Ground{Since: test.now}).Covers(journal.Ground{Since: test.earlier}); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q on %q: got %q, want %q", test.earlier, test.now, got, test.want)
		}
	}
}
