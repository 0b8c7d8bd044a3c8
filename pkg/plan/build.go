package plan

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// plan turns the decisions into a Plan.
func (c *computation) plan() (*Plan, error) {
	p := &Plan{Flags: c.flags, Projects: c.projects(), Unmanaged: c.unmanaged(), Live: c.liveCounts(), Notices: gathered(c.notices)}
	p.Flags.Rotate = slices.Compact(slices.SortedFunc(slices.Values(c.flags.Rotate), spec.Address.Compare))
	var ops []Operation
	for _, addr := range sortedAddrs(c.changes) {
		ch := c.changes[addr]
		switch {
		case ch.action == 0:
		case ch.blocked != "":
			p.Blocked = append(p.Blocked, Blocked{
				Addr: addr, Action: ch.action, Origin: ch.origin(), Stood: c.stood(addr), Fields: ch.fields, Reason: ch.blocked,
				Live: ch.live, Want: ch.want,
			})
		default:
			op := c.operation(ch)
			op.Stood, op.Document, op.Awaits = c.stood(addr), c.shownBy(ch), c.awaited(ch)
			ops = append(ops, op)
		}
	}
	var err error
	p.Operations, err = order(ops)
	return p, err
}

// awaited is what a change needs that is not ready yet, or what is in the way until it
// is gone, and that nothing else waits for: mostly what an apply before this one has
// left to Atlas.
func (c *computation) awaited(ch *change) []spec.Resource {
	pending := c.leaving(ch.addr)
	if ch.action == Delete {
		return pending
	}
	for _, need := range ch.want.Requires() {
		live, own := c.live[need], c.changes[need]
		if live != nil && live.Phase == spec.Pending && (own == nil || own.action == 0 || own.blocked != "") {
			pending = append(pending, *live)
		}
	}
	return pending
}

// gathered sorts notices by address, and says once what concerns several
// resources.
func gathered(notices []Notice) []Notice {
	same := map[string]int{}
	for _, n := range notices {
		same[n.Text]++
	}
	var list []Notice
	for _, n := range notices {
		switch times := same[n.Text]; {
		case times == 1:
			list = append(list, n)
		case times > 1:
			list = append(list, Notice{Text: fmt.Sprintf("%s (%d resources)", n.Text, times)})
			same[n.Text] = 0
		}
	}
	slices.SortFunc(list, func(a, b Notice) int {
		return cmp.Or(a.Addr.Compare(b.Addr), cmp.Compare(a.Text, b.Text))
	})
	return list
}

func (c *computation) operation(ch *change) Operation {
	op := Operation{
		Addr: ch.addr, Action: ch.action, Origin: ch.origin(),
		Fields: ch.fields, Hazards: c.hazardsOf(ch), Live: ch.live, Want: ch.want,
	}
	if ch.action != Delete {
		op.Costs = codes(ch.verdict(ch.action != Update).Costs)
	}
	if ch.action == Update || ch.action == Replace {
		op.Unchanged = unchanged(ch.want.Body, ch.fields)
	}
	return op
}

func (ch *change) origin() spec.Origin {
	if ch.want == nil {
		return spec.Origin{}
	}
	return ch.want.Origin
}

func (c *computation) stood(addr spec.Address) spec.Origin {
	if gone := c.gone[addr]; gone != nil {
		return gone.Origin
	}
	return spec.Origin{}
}

func (c *computation) projects() []string {
	var projects []string
	for addr := range c.declared {
		projects = append(projects, addr.Project)
	}
	for addr := range c.gone {
		projects = append(projects, addr.Project)
	}
	slices.Sort(projects)
	return slices.Compact(projects)
}
