package render

import "github.com/atlasctl/atlasctl/pkg/plan"

// The rules beside the codes of hazards and the states of outcomes.
const (
	ruleDocument = "document"
	ruleDoubtful = "doubtful"
	ruleBlocked  = "blocked"
	ruleRefused  = "refused"
	ruleDestroys = "destroys"
	ruleBroken   = "broken-rule"
	ruleDrift    = "drift"
	ruleUnseen   = "unseen"
	ruleNotice   = "notice"
)

// rule explains a kind of finding to who meets it for the first time.
type rule struct {
	level Level
	title string
	help  string
}

// ruleOf gives the rule of an ID. A hazard that is not in the table, of a later
// version, is still a hazard.
func ruleOf(id string) rule {
	for _, table := range []map[string]rule{rules(), rulesOfHazards(), rulesOfState()} {
		if r, ok := table[id]; ok {
			return r
		}
	}
	return rule{LevelWarning, "A change to look at", "Read what the finding says before you approve the plan."}
}

func rules() map[string]rule {
	return map[string]rule{
		ruleDocument: {
			LevelError, "A document is wrong",
			"Nothing is planned or applied until every document is right. The message says what is wrong and what to do.",
		},
		ruleDoubtful: {
			LevelWarning, "A document may be wrong",
			"The value is not one that atlasctl knows, and Atlas may know it all the same. Check its spelling.",
		},
		ruleBlocked: {
			LevelError, "A change cannot be made",
			"No flag allows it: the resource is protected, or Atlas has no way to do it. Apply refuses the whole plan until the reason is gone.",
		},
		ruleRefused: {
			LevelError, "The apply was refused",
			"Nothing was changed. Review the plan and approve it, or allow by name what the message names.",
		},
		ruleDestroys: {
			LevelWarning, "Something is deleted",
			"Apply needs --allow delete or --allow replace. Set protect: true in the document to rule it out.",
		},
		ruleNotice: {LevelNote, "Worth knowing", "It changes nothing."},
		StateFailed: {
			LevelError, "An operation failed",
			"What depends on it was left alone. Run apply --resume once the cause is gone.",
		},
		StateUnknown: {
			LevelError, "Nobody knows what came of an operation",
			"It was sent, and Atlas could not be asked whether it was done. Run apply --resume, which looks first.",
		},
		StateSkipped: {
			LevelWarning, "An operation was not begun",
			"Something before it failed, or the run was interrupted. Run apply --resume.",
		},
	}
}

// rulesOfHazards are about what a reviewer must know of a change.
func rulesOfHazards() map[string]rule {
	return map[string]rule{
		plan.HazardAccess: {
			LevelWarning, "Somebody gets in, or may do more",
			"Who reaches the databases, or what may be done there, is wider than before. Narrow the document if that is not meant.",
		},
		plan.HazardDataLoss: {
			LevelWarning, "Data is destroyed",
			"The deletion takes data along that only a backup brings back. Set protect: true in the document to rule it out.",
		},
		plan.HazardDisruption: {
			LevelWarning, "Something that runs will notice",
			"The change is made in place, and whoever uses the resource feels it. Choose the time of the apply.",
		},
		plan.HazardLoses: {
			LevelWarning, "A replacement does not bring everything back",
			"The new resource is what the document says. Add to it what must not be lost.",
		},
		plan.HazardResend: {
			LevelNote, "An unchanged secret is sent again",
			"Atlas takes the resource whole and never gives a secret back. The secret that the document refers to must still be the right one.",
		},
		plan.HazardUndeclared: {
			LevelWarning, "Something is deleted that no file mentions",
			"It lives in something that is deleted, or --prune takes it along. Write a document for what has to stay.",
		},
		plan.HazardParent: {
			LevelWarning, "A replacement takes along what lives in it",
			"The resource is deleted with its parent and created again, as its document says.",
		},
		plan.HazardPinned: {
			LevelWarning, "Something refers to it, and Atlas keeps it for that",
			"What refers to it goes first, and comes back where a document declares it; or Atlas may refuse the change.",
		},
		plan.HazardGone: {LevelWarning, "A resource goes with its document", "It was declared at the commit of --since. Bring the document back to keep it."},
	}
}

// rulesOfState are about what is in force and what is there, whatever a plan does.
func rulesOfState() map[string]rule {
	return map[string]rule{
		ruleBroken: {
			LevelError, "The plan breaks a rule",
			"Apply would refuse it. Change less at once, or have apply break this rule once, with --override and its name.",
		},
		ruleDrift: {
			LevelWarning, "Somebody changed it by hand",
			"Atlas is not as the document says. Take the change over into the document, or apply to undo it.",
		},
		ruleUnseen: {
			LevelError, "Nobody can see whether it is there",
			"Atlas does not show it, so that the document cannot be held against it.",
		},
	}
}
