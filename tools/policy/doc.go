// Package policy holds the tests of the policy in examples/policy, run by OPA.
//
// In go that policy, its own tests, and the plans below testdata/policy, each
// with what the policy has to say about it; out comes nothing. It is a module
// of its own so that the modules of OPA are none of atlasctl's, and has no
// code but tests.
package policy
