package fault

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// anyRule draws a rule as its words: of each group what may stand there.
func anyRule(t *rapid.T) string {
	oneOf := func(name string, forms ...string) string { return rapid.SampledFrom(forms).Draw(t, name) }
	words := []string{
		oneOf("methods", "", "GET", "POST,PATCH", "DELETE"),
		oneOf("path", "/", "/**", "/streams/*", "/groups/**", "/a%2Fb*c/**", "/api/oauth/token"),
		oneOf("pick", "", "nth=2", "first=12", "every=3", "every=3 times=2", "p=0.25", "p=1e-05 times=1", "times=4"),
		oneOf("act", "latency=90m", "drop=before", "drop=after latency=2s", "latency=5s drop=late", "truncate", "slow=1.5s latency=1ms",
			"edit", "edit=before", "edit=after latency=1m0s", "vanish", "vanish=before", "after latency=3s",
			"html=502", "html=504 after", "status=503", "status=503 retry-after=0", "status=429 retry-after=30 after",
			"code=NOPE status=409", "status=500 code=SOME_1", "status=401 latency=1h"),
	}
	return strings.Join(rapid.Permutation([]string{words[2], words[3]}).Draw(t, "order"), " ") + "|" + words[0] + " " + words[1]
}

func TestRulesPrintAsTheyAreRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rest, head, _ := strings.Cut(anyRule(t), "|")
		rule, err := Parse(head + " " + rest)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(rule.String())
		if err != nil {
			t.Fatalf("%s: %v", rule, err)
		}
		if diff := cmp.Diff(rule, again, cmp.AllowUnexported(Rule{}, pattern{}, segment{}, pick{})); diff != "" {
			t.Errorf("%s (-read +read again):\n%s", rule, diff)
		}
	})
}

func TestString(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"  POST,PATCH   /streams/**  drop=after nth=2 ":      "POST,PATCH /streams/** nth=2 drop=after",
		"/** after status=429 retry-after=030 latency=60s":   "/** latency=1m0s status=429 retry-after=30 after",
		"GET /flexClusters/* vanish times=1 p=.5":            "GET /flexClusters/* p=0.5 times=1 vanish",
		"DELETE / code=CLUSTER_NOT_FOUND status=404 every=2": "DELETE / every=2 status=404 code=CLUSTER_NOT_FOUND",
	} {
		rule, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if rule.String() != want {
			t.Errorf("got %q, want %q", rule, want)
		}
	}
}

func TestBadRules(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"", "the path is missing: want something like POST /streams/** nth=2 drop=after"},
		{"POST", "the path is missing: want something like POST /streams/** nth=2 drop=after"},
		{"post /x truncate", `"post" is no method and no path: want methods among GET, POST, PATCH, PUT, DELETE, HEAD, OPTIONS, with commas between them, or a path that begins with /`},
		{"GET,GET /x truncate", "method GET is there twice"},
		{"GET streams truncate", `path "streams": want one that begins with /, such as /streams/**`},
		{"GET /a//b truncate", `path "/a//b": there is nothing between two slashes, or behind the last`},
		{"GET /a/ truncate", `path "/a/": there is nothing between two slashes, or behind the last`},
		{"GET /a** truncate", `path "/a**": ** stands alone between slashes`},
		{"GET /a?b=1 truncate", `path "/a?b=1": a query is no part of it, and odd characters are written as %XX`},
		{"GET /ä truncate", `path "/ä": a query is no part of it, and odd characters are written as %XX`},
		{"GET /a%zz truncate", `path "/a%zz": invalid URL escape "%zz"`},
		{"/x", "it does not say what happens: want latency, status, html, drop, truncate, slow, edit or vanish"},
		{"/x nth=1", "it does not say what happens: want latency, status, html, drop, truncate, slow, edit or vanish"},
		{"/x trunc", `"trunc" is no word of a rule: want one of nth=3, every=3, first=3, p=0.2, times=3, latency=2s, status=503, code=ERROR_CODE, retry-after=30, ` +
			`html=502, html=503, html=504, drop=before, drop=after, drop=late, truncate, slow=2s, edit, edit=before, edit=after, vanish, vanish=before, vanish=after, after`},
		{"/x nth=0 truncate", "nth=0: want nth=3 (1 at least)"},
		{"/x nth truncate", "nth: want nth=3 (1 at least)"},
		{"/x nth=1 nth=2 truncate", "nth=2: it is there twice"},
		{"/x nth=1 p=0.5 truncate", "nth and p contradict each other: a rule has one of nth, every, first and p"},
		{"/x nth=1 times=2 truncate", "times says nothing beside nth: leave it out"},
		{"/x p=0 truncate", "p=0: want p=0.2 (more than 0, 1 at most)"},
		{"/x p=NaN truncate", "p=NaN: want p=0.2 (more than 0, 1 at most)"},
		{"/x latency=2", "latency=2: want latency=2s (more than 0, 24h at most)"},
		{"/x slow=-1s", "slow=-1s: want slow=2s (more than 0, 24h at most)"},
		{"/x latency=25h", "latency=25h: want latency=2s (more than 0, 24h at most)"},
		{"/x status=200", "status=200: want status=503 (400 to 599)"},
		{"/x status=409", "status=409: want a code beside it, such as code=CLUSTER_NOT_FOUND; only 401, 429, 500 and 503 do without"},
		{"/x status=429 code=NOPE", "status=429 has one form only, and takes no code"},
		{"/x status=409 code=nope", "code=nope: want code=ERROR_CODE (capitals, digits and _)"},
		{"/x drop=after code=NOPE", "code says nothing without status: write status=409 code=NOPE"},
		{"/x status=500 retry-after=1", "retry-after goes with status=429 and status=503 only"},
		{"/x html=503 retry-after=1", "retry-after goes with status=429 and status=503 only"},
		{"/x status=429 retry-after=-1", "retry-after=-1: want retry-after=30 (whole seconds)"},
		{"/x html=500", "html=500: want html=502 or html=503 or html=504"},
		{"/x drop", "drop: want drop=before or drop=after or drop=late"},
		{"/x drop=late", "drop=late: want beside it how late, such as latency=10s"},
		{"/x drop=maybe", "drop=maybe: want drop=before or drop=after or drop=late"},
		{"/x truncate=1", "truncate=1: want truncate"},
		{"/x edit=tags", "edit=tags: want edit or edit=before or edit=after"},
		{"/x truncate html=502", "html and truncate contradict each other: write two rules"},
		{"/x drop=before after", "after: beside drop it is written drop=after"},
		{"/x truncate after", "after says nothing beside truncate: it goes with latency, status and html"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			rule, err := Parse(test.text)
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, %v\nwant %s", rule, err, test.want)
			}
		})
	}
}

func TestParseFile(t *testing.T) {
	t.Parallel()
	rules, err := ParseFile("rules.txt", "# faults\r\n\n  GET /** p=0.1 status=503 # now and then\r\nPOST /** nth=1 drop=after")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, rule := range rules {
		got = append(got, rule.String())
	}
	if diff := cmp.Diff([]string{"GET /** p=0.1 status=503", "POST /** nth=1 drop=after"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	_, err = ParseFile("rules.txt", "/x\n\nGET /x drop\n/y truncate\n")
	const want = "rules.txt:1: it does not say what happens: want latency, status, html, drop, truncate, slow, edit or vanish\n" +
		"rules.txt:3: drop: want drop=before or drop=after or drop=late"
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("POST,PATCH /streams/** nth=2 drop=after latency=2s")
	f.Add("/a*b/%2F status=409 code=NOPE p=0.5 times=1 after")
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(rule.String())
		if err != nil || again.String() != rule.String() {
			t.Errorf("%q is read as %q, and that as %q, %v", text, rule, again, err)
		}
		New(1, []Rule{rule}).Next(Request{Method: "GET", Path: text})
	})
}

func TestEffects(t *testing.T) {
	t.Parallel()
	thirty := 30
	for text, want := range map[string]Effect{
		"/** latency=2s":                 {Latency: 2 * time.Second},
		"/** latency=2s after":           {Latency: 2 * time.Second, Moment: After},
		"/** status=429 retry-after=30":  {Act: Refuse, Status: 429, RetryAfter: &thirty},
		"/** status=409 code=NOPE after": {Act: Refuse, Status: 409, Code: "NOPE", Moment: After},
		"/** html=504 after":             {Act: Page, Status: 504, Moment: After},
		"/** drop=before":                {Act: Drop, Moment: Before},
		"/** drop=late latency=1s":       {Act: Drop, Moment: Late, Latency: time.Second},
		"/** drop=after latency=1s":      {Act: Drop, Moment: After, Latency: time.Second},
		"/** truncate":                   {Act: Truncate},
		"/** slow=1m":                    {Act: Dribble, Slow: time.Minute},
		"/** edit":                       {Act: Edit},
		"/** vanish=before":              {Act: Vanish, Moment: Before},
	} {
		rule, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		_, got, struck := New(0, []Rule{rule}).Next(Request{Method: "GET", Path: "/api/atlas/v2/groups", Editable: true, Deletable: true})
		if diff := cmp.Diff(want, got); diff != "" || !struck {
			t.Errorf("%s: struck %t (-want +got):\n%s", text, struck, diff)
		}
	}
}
