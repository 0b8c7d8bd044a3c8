// Package seeded makes tests that draw their cases draw the same ones every time,
// so that a failure belongs to the change that it came with. It is for tests only.
//
// The tests of a package flow in; nothing flows out but how they ended.
//
// It promises that -rapid.seed and -rapid.checks of a test run mean what they say:
// "make chaos" draws other cases, and more of them.
//
// It never decides what is drawn, and is never linked into a program.
package seeded
