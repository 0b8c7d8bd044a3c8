package main

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/apply/journal"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// where names the Atlas that requests go to. Ports are left out: an emulator has
// another one each time.
func (o connectOptions) where(baseURL string) string {
	if o.emulator {
		return "the emulator in " + o.emulatorState
	}
	u, err := url.Parse(cmp.Or(baseURL, remote.DefaultBaseURL))
	if err != nil { // which the client refuses
		return ""
	}
	return u.Scheme + "://" + u.Hostname()
}

// ground is what a run is about, as far as the plan has found it out.
func (s *session) ground(want []spec.Resource, since string) journal.Ground {
	g := journal.Ground{Atlas: s.where, Projects: s.ProjectIDs(), Declared: make([]string, len(want)), Since: since}
	for i, r := range want {
		g.Declared[i] = r.Addr.String()
	}
	slices.Sort(g.Declared)
	return g
}

// toldBy reports whether a plan tells what is left of the earlier run: it looks
// wherever that one wrote. That a secret was sent shows nowhere.
func (l *ledger) toldBy(p *plan.Plan) bool {
	approved, err := plan.ReadApproval(l.earlier.Plan)
	if err != nil || l.ground.Covers(l.earlier.Ground) != nil || approved.Flags.Prune && !p.Flags.Prune {
		return false
	}
	return !slices.ContainsFunc(approved.Flags.Rotate, func(addr string) bool { return !l.earlier.Done(addr) && !rotates(p, addr) })
}

func rotates(p *plan.Plan, addr string) bool {
	return slices.ContainsFunc(p.Flags.Rotate, func(a spec.Address) bool { return a.String() == addr })
}

// sendsOnly reports whether all that is left to do about a resource is to send
// secrets, of which nobody can see whether they have been sent.
func sendsOnly(p *plan.Plan, addr string) bool {
	i := slices.IndexFunc(p.Operations, func(op plan.Operation) bool { return op.Addr.String() == addr })
	return i >= 0 && p.Operations[i].Action == plan.Update &&
		!slices.ContainsFunc(p.Operations[i].Fields, func(f plan.Field) bool { return !f.Secret })
}
