// Package guard is what a team lays down once for every run: where its
// documents are, and how much one apply may change.
//
//	apiVersion: atlasctl/v1
//	kind: Config
//	project: payments-dev           # of documents that name none
//	paths: [clusters, streams]      # what to read where -f is left out
//	approval: digest                # apply takes an approved plan, nothing else
//	allow-hazards: [resend]         # a plan with another hazard is refused
//	limits:                         # counted in each project
//	  max-deletes: 2
//	  max-replaces: 0
//	  max-changes: 40
//	  max-percent: 25               # of the live objects of a kind
//	  kinds:
//	    FlexCluster: {max-deletes: 0}
//	projects:
//	  payments-dev:                 # replaces, setting by setting, what is said above
//	    limits: {max-deletes: 20}
//
// Bytes of files called atlasctl.yaml flow into [Read], and out of [Combine]
// flows one [Config] for the run. A [plan.Plan] flows into [Config.Check]; the
// rules that it breaks flow out, each with its file and line. The zero Config
// has no rules.
//
// What it promises:
//
//   - A file is read as strictly as a document: every problem at once, with its
//     place.
//   - No rule is lost. All files of a run are in force together; two that say
//     different things about one setting are a problem that names both places.
//   - A project that the documents spell by its ID and the rules by its name,
//     or the other way round, is a problem, and no project without rules.
//   - The same plan and files give the same refusals in the same order.
//
// It never refuses anything itself, opens no file and asks no server. It knows
// of no way around a rule but its name: the edge takes overrides.
package guard
