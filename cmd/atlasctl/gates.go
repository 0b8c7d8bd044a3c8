package main

import (
	"bufio"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// pass is every gate between the plan and the first write: what is blocked,
// the approval, the guards, the question.
func (e env) pass(ctx context.Context, s *session, p *plan.Plan, o applyCommand, l *ledger) error {
	if len(p.Blocked) > 0 {
		return refusedf("the plan has %s: nothing was changed", spec.Count(len(p.Blocked), "blocked resource"))
	}
	if err := e.compareApproval(ctx, s, p, o.approval, l); err != nil {
		return err
	}
	missing := slices.DeleteFunc(p.Needs(), func(need string) bool { return slices.Contains(o.allow.chosen, need) })
	if len(missing) > 0 {
		return refusedf("this plan needs --allow %s: nothing was changed", strings.Join(missing, ","))
	}
	if err := e.refuse(p); err != nil {
		return err
	}
	if o.approval.given() || p.Empty() {
		return nil
	}
	return e.ask()
}

// ask takes only "yes".
func (e env) ask() error {
	e.say("\nApply this plan? Only \"yes\" is taken: ")
	answer, err := bufio.NewReader(e.stdin).ReadString('\n')
	if errors.Is(err, errInterrupted) {
		return err
	}
	if strings.TrimSpace(answer) != "yes" {
		return errors.New("not approved: nothing was changed")
	}
	return nil
}
