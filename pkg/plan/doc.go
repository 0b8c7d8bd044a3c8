// Package plan decides what has to change.
//
// In go desired and live resources, in any order; out comes a [Plan], which is
// a value: sorted, serialisable, equal for equal inputs, without closures and
// without a secret. [Compute] works in these steps:
//
//  1. Match each document with the live object of its address, or, where the
//     server knows no names, with the one that it means (match.go). Matching is
//     adoption; there is nothing else to it. What the server ignores for that
//     object is left out of the document, with a notice.
//  2. Shape before comparing: lists of live are arranged as those of the document
//     ([spec.Type.Align]), what the document leaves out is taken from live
//     ([Adopt]), so that unset is unmanaged, and secrets are left out of both
//     sides. Nothing is filtered from a difference afterwards.
//  3. Compare with r3labs/diff, which is trusted with paths only (diff.go).
//  4. Classify: no field differs, nothing to do; a field that Atlas cannot
//     change in place differs, a replacement; otherwise an update, which thus
//     has at least one field.
//     A document that knows what it said at an earlier commit ([Since]) resets
//     what it says no more, and sends secrets that it refers to otherwise
//     (recall.go).
//  5. Delete what an earlier commit declared and no document does now (since.go).
//     With --prune, delete what no file mentions, in a narrow scope (prune.go).
//  6. Block what is protected, the deletion of a project that would not be empty,
//     what an update could not carry (secrets that the document does not name),
//     what cannot be seen, and what needs any of that to be created.
//  7. Cascade: what lives in a deleted or replaced parent goes, and is listed.
//  8. State hazards. They are for people and decide nothing.
//  9. Order by dependency, ties by address. A replacement is two steps.
//
// A plan's digest names all that would be sent, and nothing about how it is
// shown. An [Approval] is read back from a plan's record ([ReadApproval]) or from
// a comment ([ReadMarker]), and tells whether a later plan is the approved one or
// what is left of it. An approval that does not agree with itself is refused.
//
// The package never reads Atlas, files, the environment or the clock, never
// prints, and cannot resolve a secret.
package plan
