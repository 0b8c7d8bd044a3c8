package fault

import (
	"strings"
	"testing"
)

func TestPatterns(t *testing.T) {
	t.Parallel()
	project := "/api/atlas/v2/groups/" + strings.Repeat("a", 24)
	tests := []struct {
		pattern string
		yes, no []string
	}{
		{
			"/**",
			[]string{project, project + "/", project + "/streams/a/connections", "/api/atlas/v2/groups", "/api/atlas/v1.0/groups"},
			[]string{"/api/oauth/token", "/", "", "/api/atlas", "/elsewhere"},
		},
		{"/", []string{project, project + "/"}, []string{project + "/streams", "/api/atlas/v2/groups"}},
		{"/groups", []string{"/api/atlas/v2/groups", "/api/atlas/v2/groups/"}, []string{project, project + "/groups"}},
		{"/groups/**", []string{"/api/atlas/v2/groups", project, project + "/streams"}, []string{"/api/atlas/v2/rateLimits"}},
		{"/groups/*/streams", []string{project + "/streams"}, []string{project + "/streams/a", project + "/a/streams"}},
		{"/groups/byName/*", []string{"/api/atlas/v2/groups/byName/shop"}, []string{project}},
		{"/streams/*", []string{project + "/streams/a"}, []string{project + "/streams", project + "/streams/a/b", "/api/atlas/v2/groups/x/streams/a"}},
		{"/streams/**", []string{project + "/streams", project + "/streams/a/connections/b"}, []string{project + "/stream"}},
		{"/**/connections/*", []string{project + "/streams/a/connections/b", project + "/connections/b"}, []string{project + "/streams/a/connections"}},
		{"/**/a/**/b", []string{project + "/a/b", project + "/x/a/a/y/b/b"}, []string{project + "/a/b/c"}},
		{"/streams/c*k*s", []string{project + "/streams/clicks", project + "/streams/cks"}, []string{project + "/streams/click", project + "/streams/cs"}},
		{"/streams/a*a", []string{project + "/streams/aa"}, []string{project + "/streams/a"}},
		{"/streams/a%2Fb%20%2A", []string{project + "/streams/a%2Fb%20*"}, []string{project + "/streams/a%2Fb%20c", project + "/streams/a/b%20*"}},
		{"/api/oauth/*", []string{"/api/oauth/token"}, []string{project + "/api/oauth/token"}},
		{"/api/**", []string{"/api/oauth/token", project}, []string{"/elsewhere"}},
		{"/x", nil, []string{"/%zz", "/api/atlas/v2/%zz"}},
	}
	for _, test := range tests {
		t.Run(test.pattern, func(t *testing.T) {
			t.Parallel()
			p, err := parsePattern(test.pattern)
			if err != nil {
				t.Fatal(err)
			}
			held := func(escaped string) bool {
				path, ok := parsePath(escaped)
				return ok && p.matches(path)
			}
			for _, path := range test.yes {
				if !held(path) {
					t.Errorf("%s does not match", path)
				}
			}
			for _, path := range test.no {
				if held(path) {
					t.Errorf("%s matches", path)
				}
			}
		})
	}
}
