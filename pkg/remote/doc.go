// Package remote is Atlas as the rest of the program sees it: resources by
// address, in the types of package spec.
//
// In go addresses and bodies; out come live resources. A kind is one file: a
// [Driver] that turns our types into those of the Atlas SDK and back, and a
// line in the table of drivers.
//
// What it promises:
//
//   - Absence is told from failure: only an answer whose error code says so
//     means that an object does not exist, and only a list that is there, be
//     it empty, that there are none.
//   - What a client has created itself, and Atlas denies for a moment, is asked
//     for again; for what others made a 404 is an answer at once.
//   - An object that Atlas shows as two kinds is there once, as what a document
//     says it is. A list that hides objects says so of each that is wanted.
//   - [Client.Fetch] lists only collections that the documents mention, and
//     those whose objects could hold a wanted name, all at once, every page.
//   - [Client.Traces] claims no more than the activity feed of a project does: an
//     event that does not name its object is no certain trace of it.
//   - [Client.Delete] of what is gone is success. Create and Update make one
//     write each; the update of a project may make two, since its settings are
//     another object to Atlas.
//   - A project that the documents declare may be yet to come: then nothing is in
//     it. Two of one name are a problem, never a guess.
//   - A secret is resolved while the request that needs it is built, and is
//     nowhere else. Live values that may be secrets are masked before they
//     leave the package.
//   - A read-only client sends nothing but GET, whatever the code above does.
//   - What Atlas refused for now, and a read that got lost, is sent again after
//     a while. A write that may have been done is not: its error says so by
//     OutcomeUnknown, and whoever wrote finds out. Every wait has an end, ends
//     with the context, and is told of.
//   - Requests keep within what Atlas says is left of its rate limits.
//   - Policy is in the transport, in decorators of one http.RoundTripper:
//     refusal to write, and to leave the place that a name belongs to; another
//     try; the budget; authentication; counting; logging; and a limit to how
//     long an answer may take.
//
// It never decides what to change, never prints, never follows a redirect, and
// never imports plan or apply. [Memory] is the same boundary held in a map;
// package remotetest holds both against one contract.
package remote
