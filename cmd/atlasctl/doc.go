// Command atlasctl keeps MongoDB Atlas projects equal to YAML files in Git.
//
// In go arguments, environment, files and standard input; out come a result on
// standard output, everything else on standard error, and an exit code. It is
// the only place of the program that knows any of these, and the clock.
//
// Each command is one file: a struct of options, a constructor that binds
// flags to it, and a function that runs it. They join the packages in one
// direction: spec.Load, remote.Fetch, plan.Compute, render, apply.Run.
//
// What it promises: nothing but the result is ever written to standard output;
// no escape codes where colour was not decided on; one exit code for one
// meaning (exit.go). It never decides what to change, and never holds a secret
// longer than the call that asked for it.
package main
