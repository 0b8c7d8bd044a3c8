// Package render turns a plan into bytes: [Text] for a terminal, [Markdown]
// for a pull request, [JSON] for programs and for a later approval, [TFPlan]
// for tools that read plans of Terraform.
//
// In flows a [plan.Plan], out flow bytes, and nothing else happens: no writer,
// no environment, no terminal, no clock. The same plan gives the same bytes,
// and the plan is left as it was. Whether there is colour is the caller's
// decision, who passes a [Theme]; its zero value is plain text.
//
// What a reader sees is made in three steps. A walk over the fields of an
// operation gives lines, each a sign, a key, the value before and after, and
// a note. [Text] indents and colours these lines, [Markdown] puts their signs
// into column 0 of a diff fence. Neither looks into a YAML node itself.
//
// [Markdown] has a limit: what has no room is left out by rank and counted. A
// hidden line at its end, the marker, is the approval that it carries.
//
// A [Report] is told to those who were not there: [Comment] writes to a pull
// request, [SARIF] and [GitLabQuality] point at the line of a document, [JUnit]
// makes a test case of each resource, [GitLabPlan] counts. What there is to
// point at is found once, by [Findings].
//
// The package promises two things about what it prints:
//
//   - A secret is "(secret)" in text and markdown and its reference in both
//     forms of JSON, and a live value that is not shown is "(changed)" or
//     "(hidden)". The nodes of a plan hold no secret values to begin with.
//   - No name and no value can paint the terminal, forge a line or break out
//     of a fence: what is not printable is escaped, in all forms.
//
// A text is quoted where the plain form could be taken for something else: it
// is empty, starts or ends with a space, reads as a number, a boolean or null
// in YAML, starts like YAML syntax or like one of our own words in
// parentheses, or holds something that the plan's own lines are made of, such
// as " -> ". Quoted text has Go's escapes. Long text is cut to its beginning,
// with its size and a hash, so that two sides that differ look different.
package render
