package render

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// The elements of JUnit's XML, in the order in which Jenkins wants them.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string     `xml:"name,attr"`
		Class   string     `xml:"classname,attr"`
		Time    string     `xml:"time,attr,omitempty"`
		Skipped *string    `xml:"skipped"`
		Error   *junitFail `xml:"error"`
		Failure *junitFail `xml:"failure"`
		Out     string     `xml:"system-out,omitempty"`
	}
	junitFail struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit renders a report as test results: a suite a project and a case a
// resource, which passes unless it is blocked, its operation failed, or it is not
// as its document says. What concerns the run, what is wrong with the documents,
// and the rules that the plan breaks are suites of their own.
func JUnit(r Report) ([]byte, error) {
	all := junitSuites{Name: "atlasctl " + r.Command}
	all.add("run", []junitCase{r.runCase()})
	all.add("documents", r.documentCases())
	all.add("rules", r.ruleCases())
	x := r.indexed()
	for _, project := range x.resources() {
		all.add(project[0].Project, each(project, x.resourceCase))
	}
	data, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding the JUnit report: %w", err)
	}
	return slices.Concat([]byte(xml.Header), data, []byte("\n")), nil
}

func (all *junitSuites) add(name string, cases []junitCase) {
	if len(cases) == 0 {
		return
	}
	s := junitSuite{Name: printable(name), Tests: len(cases), Cases: cases}
	for _, c := range cases {
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
	all.Tests, all.Failures, all.Errors = all.Tests+s.Tests, all.Failures+s.Failures, all.Errors+s.Errors
	all.Suites = append(all.Suites, s)
}

func failing(kind, text string) *junitFail {
	text = printable(text)
	return &junitFail{Type: kind, Message: text, Text: text}
}

// runCase is the run as a whole.
func (r Report) runCase() junitCase {
	c := junitCase{Name: r.Command, Class: "atlasctl"}
	switch {
	case r.Failure != "":
		c.Error = failing("error", r.seeLogPlain())
	case r.Ending != nil && r.Ending.Refused != "":
		c.Failure = failing(ruleRefused, r.Ending.Refused)
	}
	return c
}

func (r Report) documentCases() []junitCase {
	return each(r.Problems, func(p spec.Problem) junitCase {
		place := cmp.Or(r.at(p.Pos).String(), "all documents")
		c := junitCase{Name: printable(place), Class: "atlasctl.documents"}
		text := p.Msg
		if p.Addr != "" {
			text = p.Addr + ": " + text
		}
		c.Failure = failing(ruleDocument, text)
		return c
	})
}

// ruleCases are the rules of the settings that the plan breaks.
func (r Report) ruleCases() []junitCase {
	if r.Plan == nil {
		return nil
	}
	return each(r.Plan.Refusals, func(f plan.Refusal) junitCase {
		at := r.at(spec.Pos{File: f.Origin.File, Line: f.Origin.Line})
		c := junitCase{Name: printable(at.String() + " " + f.Rule + " in " + f.Project), Class: "atlasctl.rules"}
		c.Failure = failing(ruleBroken, refusalText(f))
		return c
	})
}

// resources lists what the files and the plan name, sorted, project by project.
func (x indexed) resources() [][]spec.Address {
	addrs := slices.Concat(
		slices.Collect(maps.Keys(x.origins)), slices.Collect(maps.Keys(x.operations)), slices.Collect(maps.Keys(x.blocked)),
	)
	slices.SortFunc(addrs, spec.Address.Compare)
	var projects [][]spec.Address
	for _, addr := range slices.Compact(addrs) {
		if n := len(projects); n == 0 || projects[n-1][0].Project != addr.Project {
			projects = append(projects, nil)
		}
		projects[len(projects)-1] = append(projects[len(projects)-1], addr)
	}
	return projects
}

func (x indexed) resourceCase(addr spec.Address) junitCase {
	c := junitCase{Name: printable(addr.String()), Class: printable(addr.Project + "." + string(addr.Kind))}
	if x.Drift != nil {
		return x.deviationCase(addr, c)
	}
	if x.Plan == nil {
		return c.skip("there is no plan")
	}
	if b, ok := x.blocked[addr]; ok {
		c.Failure = failing(ruleBlocked, cannot(b.Action)+": "+b.Reason)
		return c
	}
	op, changes := x.operations[addr]
	if !changes {
		return c
	}
	lines := []string{fate(op.Action)}
	for _, h := range op.Hazards {
		lines = append(lines, signWarn+" "+printable(h.Text))
	}
	c.Out = strings.Join(lines, "\n")
	if x.Ending == nil {
		return c
	}
	o, begun := x.outcomes[addr]
	if !begun {
		return c.skip("nothing was begun")
	}
	return c.ended(o)
}

func (x indexed) deviationCase(addr spec.Address, c junitCase) junitCase {
	switch d, differs := x.drifted[addr]; {
	case !differs:
	case d.How == plan.Unseen:
		c.Error = failing(ruleUnseen, deviationText(d))
	default:
		c.Failure = failing(ruleDrift, deviationText(d))
	}
	return c
}

func (c junitCase) ended(o Outcome) junitCase {
	c.Time = fmt.Sprintf("%.3f", o.Elapsed.Seconds())
	switch o.State {
	case StateFailed:
		c.Failure = failing(StateFailed, o.Text)
	case StateUnknown:
		c.Error = failing(StateUnknown, o.Text)
	case StateSkipped:
		c = c.skip(o.Text)
	}
	return c
}

func (c junitCase) skip(why string) junitCase {
	why = printable(why)
	c.Skipped = &why
	return c
}
