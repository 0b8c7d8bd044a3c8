// Package spectest is what tests know of each kind, in one file a kind: a
// [Specimen] beside the kind's table of fields.
//
// In flow names, texts, samples and rules that somebody wrote down; out flow
// documents and bodies that the loader takes. The properties of the loader and of
// the plan, the conformance suite, the golden requests, the benchmarks and the
// chaos test all draw from it, so that a kind that is added is in all of them by
// that one file and a line in [All].
//
// It promises that whatever it gives is possible: it loads, and Atlas could hold
// it. It chooses nothing by itself: whoever asks brings the [Dice]. It is for
// tests only, knows no package of ours but spec, and never ends up in the program.
package spectest
