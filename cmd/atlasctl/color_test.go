package main

import "testing"

func TestColored(t *testing.T) {
	t.Parallel()
	type vars map[string]string
	for _, test := range []struct {
		name     string
		flag     string
		vars     vars
		terminal bool
		want     bool
	}{
		{"a terminal", "auto", nil, true, true},
		{"a pipe", "auto", nil, false, false},
		{"the flag, into a pipe", "always", nil, false, true},
		{"the flag, on a terminal", "never", nil, true, false},
		{"the flag against NO_COLOR", "always", vars{"NO_COLOR": "1"}, true, true},
		{"the flag against FORCE_COLOR", "never", vars{"FORCE_COLOR": "1"}, true, false},
		{"the flag against a dumb terminal", "always", vars{"TERM": "dumb"}, true, true},
		{"NO_COLOR", "auto", vars{"NO_COLOR": "1"}, true, false},
		{"NO_COLOR of any value", "auto", vars{"NO_COLOR": "0"}, true, false},
		{"an empty NO_COLOR says nothing", "auto", vars{"NO_COLOR": ""}, true, true},
		{"NO_COLOR against FORCE_COLOR", "auto", vars{"NO_COLOR": "1", "FORCE_COLOR": "1"}, true, false},
		{"FORCE_COLOR", "auto", vars{"FORCE_COLOR": "1"}, false, true},
		{"FORCE_COLOR=0 says nothing", "auto", vars{"FORCE_COLOR": "0"}, false, false},
		{"CLICOLOR_FORCE", "auto", vars{"CLICOLOR_FORCE": "1"}, false, true},
		{"CLICOLOR_FORCE=0 says nothing", "auto", vars{"CLICOLOR_FORCE": "0"}, true, true},
		{"FORCE_COLOR against a dumb terminal", "auto", vars{"FORCE_COLOR": "1", "TERM": "dumb"}, false, true},
		{"a dumb terminal", "auto", vars{"TERM": "dumb"}, true, false},
		{"another terminal", "auto", vars{"TERM": "xterm-256color"}, true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := testEnv(test.vars)
			e.isTerminal = func(any) bool { return test.terminal }
			if got := e.colored(test.flag, nil); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
