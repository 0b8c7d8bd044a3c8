package guard_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/guard"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

const head = "apiVersion: atlasctl/v1\nkind: Config\n"

// file reads settings that are good, from their third line on.
func file(t testing.TB, name, text string) *guard.Config {
	t.Helper()
	c, err := guard.Read(spec.Source{Name: name, Data: []byte(head + text)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", []string{"the file holds no document: declare a resource in it, or remove the file"}},
		{"no YAML", "a: [", []string{"1: not YAML: a value is expected here"}},
		{"a list", "- a", []string{"1:1: want a map with apiVersion and kind: Config, found a list"}},
		{"another kind", "apiVersion: atlasctl/v1\nkind: FlexCluster\nspec: {}", []string{
			"2:7: want kind: Config: a file called atlasctl.yaml holds the settings of atlasctl; resources belong into another file",
		}},
		{"no kind", "apiVersion: atlasctl/v1\nmax-deletes: 1", []string{
			"1:1: kind is missing: a file called atlasctl.yaml holds the settings of atlasctl, so write kind: Config; resources belong into another file",
		}},
		{"another version", "apiVersion: v1\nkind: Config\nclusters: []", []string{
			"1:13: want apiVersion: atlasctl/v1: a file called atlasctl.yaml holds the settings of atlasctl; resources belong into another file",
		}},
		{"two documents", head + "---\nkind: FlexCluster", []string{
			"4:1: atlasctl.yaml holds one document: remove this one, or declare resources in another file",
		}},
		{"keys said twice", head + "kind: Config\nproject: a\nproject: b", []string{
			`3:1: duplicate key "kind", first at atlasctl.yaml:2:1: remove one of the two`,
			`5:1: duplicate key "project", first at atlasctl.yaml:4:1: remove one of the two`,
		}},
		{"everything at once", head + `projct: a
name: b
paths: [/etc, "-", ""]
approval: digset
allow-hazards: [data-los, lava]
limits:
  max-delete: 1
  max-deletes: -1
  max-percent: 101
  max-changes: many
  max-replaces:
  kinds:
    FlexClustr: {max-deletes: 1}
projects:
  a/b: {}
  prod: {approval: none, limits: {max-percent: 1.5}, limit: {}}
`, []string{
			`3:1: unknown key "projct" (did you mean "project"?)`,
			`4:1: unknown key "name"; the keys here are project, paths, approval, allow-hazards, limits, projects`,
			`5:9: paths "/etc" must be a file or a folder, relative to this file`,
			`5:15: paths "-" must be a file or a folder, relative to this file`,
			`5:20: paths must not be empty`,
			`6:11: approval "digset" is unknown (did you mean "digest"?); allowed: digest`,
			`7:17: allow-hazards "data-los" is unknown (did you mean "data-loss"?); allowed: ` + strings.Join(plan.HazardCodes(), ", "),
			`7:27: allow-hazards "lava" is unknown; allowed: ` + strings.Join(plan.HazardCodes(), ", "),
			`9:3: limits: unknown key "max-delete" (did you mean "max-deletes"?)`,
			`10:16: limits.max-deletes -1 must be at least 0`,
			`11:16: limits.max-percent 101 must be 0 to 100`,
			`12:16: limits.max-changes: want a whole number, found text`,
			`13:3: limits.max-replaces: want a whole number, found nothing: leave the key out, or give it a value`,
			`15:5: limits.kinds: the key "FlexClustr" is unknown (did you mean "FlexCluster"?); allowed: ` + strings.Join(spec.KindNames(), ", "),
			`17:3: projects: the key "a/b" must hold only letters, digits, blanks and any of -_.(),:&@+'`,
			`18:20: projects.prod.approval "none" is unknown; allowed: digest`,
			`18:48: projects.prod.limits.max-percent: want a whole number, found a number`,
			`18:54: projects.prod: unknown key "limit" (did you mean "limits"?)`,
		}},
		{"projects whose names are no words", head + `projects:
  a b: {approval: none, limits: {kinds: {FlexCluster: {max-percent: 101}}}}
  c d: {approval: digest, limits: {kinds: {FlexCluster: {max-percent: 100}}}}
`, []string{
			`4:19: projects."a b".approval "none" is unknown; allowed: digest`,
			`4:69: projects."a b".limits.kinds.FlexCluster.max-percent 101 must be 0 to 100`,
		}},
		{"shapes", head + "paths: clusters\nlimits: []\nprojects: [prod]\nallow-hazards: {resend: true}", []string{
			"3:8: paths: want a list, found text",
			"4:9: limits: want a map, found a list",
			"5:11: projects: want a map, found a list",
			"6:16: allow-hazards: want a list, found a map",
		}},
		{"no paths", head + "paths: []", []string{"3:1: paths has 0 members, want at least 1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := guard.Read(spec.Source{Name: "atlasctl.yaml", Data: []byte(test.text)})
			if err == nil {
				t.Fatal("it was taken")
			}
			var got []string
			for line := range strings.SplitSeq(err.Error(), "\n") {
				got = append(got, strings.TrimPrefix(strings.TrimPrefix(line, "atlasctl.yaml:"), " "))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(head + "paths: [a]\nlimits: {max-deletes: 1, kinds: {FlexCluster: {max-percent: 3}}}\nprojects: {p: {approval: digest}}"))
	f.Add([]byte(head + "x: &x {project: *x}"))
	f.Add([]byte(head + "<<: {project: p}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := guard.Read(spec.Source{Name: "atlasctl.yaml", Data: data})
		if (c == nil) == (err == nil) {
			t.Errorf("got %v and %v", c, err)
		}
	})
}

func TestCombine(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, one, other, want string
	}{
		{"the same twice", "project: p\nlimits: {max-deletes: 1}\napproval: digest", "approval: digest\nlimits: {max-deletes: 1}\nproject: p", ""},
		{"different settings", "limits: {max-deletes: 1}", "limits: {max-deletes: 1, kinds: {FlexCluster: {max-deletes: 2}}}\nprojects: {p: {limits: {max-deletes: 3}}}", ""},
		{"the same hazards in another order", "allow-hazards: [resend, loses]", "allow-hazards: [loses, resend]", ""},
		{
			"projects", "project: p", "\nproject: q",
			`b:4: project is "q" here and "p" at a:3:1, and both files are in force: let them agree, or run on less at once`,
		},
		{
			"limits", "limits:\n  max-deletes: 1", "limits:\n  max-deletes: 2",
			"b:4: max-deletes is 2 here and 1 at a:4:3, and both files are in force: let them agree, or run on less at once",
		},
		{
			"limits of a kind in a project", "projects: {p: {limits: {kinds: {FlexCluster: {max-percent: 1}}}}}", "projects: {p: {limits: {kinds: {FlexCluster: {max-percent: 2}}}}}",
			"b:3: max-percent of FlexCluster in p is 2 here and 1 at a:3:47, and both files are in force: let them agree, or run on less at once",
		},
		{
			"hazards", "allow-hazards: []", "allow-hazards: [resend]",
			"b:3: allow-hazards is [resend] here and [] at a:3:1, and both files are in force: let them agree, or run on less at once",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := guard.Combine(file(t, "a", test.one), file(t, "b", test.other))
			got := ""
			if err != nil {
				pos, msg, _ := strings.Cut(err.Error(), ": ")
				got = pos[:strings.LastIndexByte(pos, ':')] + ": " + msg
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestCheckProjects(t *testing.T) {
	t.Parallel()
	const id = "5f0000000000000000000001"
	for _, test := range []struct {
		name, text string
		projects   []string
		want       string
	}{
		{"names", "projects: {p: {}}", []string{"p", "q"}, ""},
		{"none with rules", "limits: {max-deletes: 1}", []string{"p", id}, ""},
		{
			"an ID in the documents", "projects: {p: {}}",
			[]string{"q", id},
			`a:3:12: project "p" may be the one that the documents call "` + id + `": spell it as they do, or write "` + id + `": {} under projects if it is another one`,
		},
		{
			"an ID in the rules", "projects: {" + id + ": {}}",
			[]string{"q"},
			`a:3:12: project "` + id + `" may be the one that the documents call "q": spell it as they do, or write "q": {} under projects if it is another one`,
		},
		{"both told apart", "projects: {p: {}, " + id + ": {}}", []string{"p", id}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, err := guard.Combine(file(t, "a", test.text))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if err := c.CheckProjects(test.projects); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
