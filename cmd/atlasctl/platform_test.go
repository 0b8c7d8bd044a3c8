package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// platform is the example that has every kind, each with references to others.
const platform = exampleRoot + "/platform"

// TestPlatformHasEveryKind wants it to be what it says it is.
func TestPlatformHasEveryKind(t *testing.T) {
	t.Parallel()
	has := map[spec.Kind]bool{spec.KindServerlessPrivateEndpoint: true} // nothing that is there today can have one
	for _, r := range loadFolders(t, platform) {
		has[r.Addr.Kind] = true
		if r.Addr.Kind == spec.KindStreamConnection {
			has[spec.Kind(*r.Body.(*spec.StreamConnection).Type)] = true
		}
	}
	connection, _ := spec.TypeOf(spec.KindStreamConnection)
	for _, kind := range append(spec.KindNames(), connection.Fields["type"].Enum...) {
		if !has[spec.Kind(kind)] {
			t.Errorf("the platform has no %s", kind)
		}
	}
}

// TestPlatformGoes builds it, and then deletes all of it at once: what needs
// something goes before it, and nothing is left.
func TestPlatformGoes(t *testing.T) {
	t.Parallel()
	for _, oddities := range []emulator.Oddities{emulator.OdditiesRecorded, emulator.OdditiesAlways} {
		c := situation{want: loadFolders(t, platform), oddities: oddities}
		client, _ := newEmulated(t, c)
		applyAll(t, client, planOf(t, client, c.want, plan.Flags{}))

		gone := absentOnes(c.want)
		p := planOf(t, client, gone, plan.Flags{})
		if s := p.Summary(); s.Delete != len(gone) || len(p.Blocked) > 0 {
			t.Fatalf("the plan deletes %d of %d: %q", s.Delete, len(gone), outline(p))
		}
		wantNeedsLater(t, p)
		applyAll(t, client, p)
		if next := planOf(t, client, gone, plan.Flags{}); !next.Empty() {
			t.Errorf("afterwards there is something left to do: %q", outline(next))
		}
		if s := planOf(t, client, c.want, plan.Flags{}).Summary(); s.Create != len(c.want) {
			t.Errorf("afterwards %d of %d things are left", len(c.want)-s.Create, len(c.want))
		}
	}
}

// absentOnes turns documents into those of what should not be there.
func absentOnes(want []spec.Resource) []spec.Resource {
	var gone []spec.Resource
	for _, r := range want {
		r.Absent, r.Body, r.Means = true, nil, meaning(r)
		gone = append(gone, r)
	}
	return gone
}

// meaning is what tells which object of a kind without names a document means.
func meaning(r spec.Resource) spec.Body {
	if t, _ := spec.TypeOf(r.Addr.Kind); t.Identity == nil {
		return nil
	}
	return r.Body
}

// wantNeedsLater wants whatever something else needs to go after that.
func wantNeedsLater(t *testing.T, p *plan.Plan) {
	t.Helper()
	place := map[spec.Address]int{}
	for i, op := range p.Operations {
		place[op.Addr] = i
	}
	edges := 0
	for i, op := range p.Operations {
		for _, need := range op.Live.Requires() {
			later, goes := place[need]
			switch {
			case !goes: // a cluster has one of several kinds
			case later < i:
				t.Errorf("%s goes before %s, which needs it", need, op.Addr)
			case !slices.Contains(p.Operations[later].After, op.Addr):
				t.Errorf("%s does not wait for %s, which needs it", need, op.Addr)
			default:
				edges++
			}
		}
	}
	if edges < 3*len(p.Operations)/2 {
		t.Errorf("%d operations with %d needs: does anything refer to anything?", len(p.Operations), edges)
	}
}

func scriptAbsent(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 2, "absent PATH FILE")
	sources, _, err := readSources([]string{ts.MkAbs(args[0])}, nil)
	ts.Check(err)
	resources, _, err := spec.Load(sources, spec.LoadOptions{})
	ts.Check(err)
	var docs []string
	for _, r := range absentOnes(resources) {
		text, err := asDocument(r)
		ts.Check(err)
		docs = append(docs, text)
	}
	ts.Check(os.WriteFile(ts.MkAbs(filepath.FromSlash(args[1])), []byte(strings.Join(docs, "---\n")), 0o600))
}
