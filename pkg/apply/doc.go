// Package apply does what a plan says.
//
// In goes a [plan.Plan] and a [Remote], the boundary to Atlas; out come events
// while it runs and a [Result] at the end.
//
// What it promises:
//
//   - A step starts when everything that must come before it is done, and a
//     failure stops only what depends on it.
//   - Before each write the object is read again. What is as wanted already is
//     done; what somebody changed since the plan is a conflict, and nothing is
//     written. An update changes the planned fields of what is live now, so that
//     changes elsewhere survive.
//   - What Atlas does not take on creation is sent by a second write, once, and
//     the outcome is held against the document.
//   - Collections that want one writer get one; what merely waits holds nothing
//     up.
//   - Nothing is deleted that holds something which the plan did not see, nor
//     before what is on its way out in it is gone.
//   - A write is in the journal before it is sent. One whose answer is lost is
//     sent again only when Atlas, asked by key, shows that it was not done.
//   - A write that has begun goes on when the run is interrupted, for a time;
//     without an answer by then its outcome is told as unknown.
//   - A parent and what lives in it are written one at a time where Atlas wants
//     that, and parents side by side.
//   - The result counts what was written, not what was planned.
//
// It never decides what to do, never prints, never repeats what Atlas refused
// (that is the transport's), and knows neither HTTP nor the Atlas SDK.
package apply
