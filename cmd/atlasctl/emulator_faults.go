package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
)

// faultOptions say which requests to the emulator go wrong.
type faultOptions struct {
	rules []string
	file  string
	seed  uint64
}

const faultHelp = `Faults rehearse what goes wrong: --fault "[METHOD,...] PATH [WHICH] WHAT", and
--faults FILE with one a line. The first rule that strikes a request is the only
one that does.

  PATH   /streams/*/connections below a project, /groups/** from the top, /** all;
         * is part of a segment, ** any number of them
  WHICH  nth=2, every=3, first=2, p=0.2 (a probability), times=3 (at most)
  WHAT   drop=before|after (without an answer, before or after the effect),
         drop=late latency=10s (the effect comes later than the client thinks),
         status=503, status=409 code=CODE, status=429 retry-after=30, html=502,
         truncate, slow=30s, latency=2s, edit and vanish (somebody else changes or
         deletes the object); after beside status, html, latency: effect first

`

func (o *faultOptions) bind(f *pflag.FlagSet) {
	f.StringArrayVar(&o.rules, "fault", nil, "rule by which requests go wrong (repeatable)")
	f.StringVar(&o.file, "faults", "", "file with such rules, one a line")
	f.Uint64Var(&o.seed, "fault-seed", 0, "which requests a rule with a probability strikes")
}

// parse reads the rules: those of the flags come first.
func (o *faultOptions) parse() ([]fault.Rule, error) {
	var rules []fault.Rule
	for _, text := range o.rules {
		rule, err := fault.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("--fault %q: %w", text, err)
		}
		rules = append(rules, rule)
	}
	if o.file == "" {
		return rules, nil
	}
	data, err := os.ReadFile(o.file)
	if err != nil {
		return nil, fmt.Errorf("--faults: %w", err)
	}
	more, err := fault.ParseFile(o.file, string(data))
	return append(rules, more...), err
}
