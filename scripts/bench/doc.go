// Command bench measures the atlasctl binary as a user meets it: how long it
// takes to start, and what a plan of 1,000 connections in 10 workspaces costs
// against the emulator in process. It builds the binary and works in a
// temporary folder; no network and no credentials are needed.
//
//	go run ./scripts/bench
//
// It prints numbers beside the limits that the project set itself, and fails
// only when a command fails: a busy machine is no bug.
package main
