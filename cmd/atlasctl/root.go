package main

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// run runs one command line and gives the exit code.
func run(ctx context.Context, e env, args []string) int {
	// A reader of the log that goes away must not end an apply in mid-write;
	// nor may a terminal that does, without an ending.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(ctx, endSignals()...)
	defer stop()
	defer context.AfterFunc(ctx, exitOnSignal)()

	e.stdin, e.stderr = interruptible{ctx, e.stdin}, &oneByOne{to: e.stderr}
	if e.onGitHub() {
		e.stderr = inertLog{e.stderr}
	}
	cmd := newRoot(e)
	cmd.SetArgs(args)
	ran, err := cmd.ExecuteContextC(ctx)
	err = suggestCommand(ran, err)
	if _, quiet := errors.AsType[said](err); err != nil && !quiet {
		e.say("atlasctl: %v\n", err)
	}
	return exitCode(err)
}

// newRoot builds the tree of commands.
func newRoot(e env) *cobra.Command {
	root := &cobra.Command{
		Use:   "atlasctl",
		Short: "Keep MongoDB Atlas equal to Git",
		Long: `atlasctl keeps MongoDB Atlas projects equal to YAML files in Git.

Run "atlasctl plan" in pull requests and "atlasctl apply" on merge. With
--emulator both run against an Atlas that is built in, without an account.

` + exitHelp,
		SilenceUsage:       true,
		SilenceErrors:      true,
		DisableSuggestions: true, // cobra's take five lines
		PersistentPreRunE:  func(cmd *cobra.Command, _ []string) error { return noneEmpty(cmd.Flags()) },
		RunE:               func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(e.stdin)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	root.SetFlagErrorFunc(explainFlag)
	root.AddCommand(
		newValidate(e),
		newPlan(e),
		newDrift(e),
		newApply(e),
		newExport(e),
		newMigrate(e),
		newSchema(e),
		newEmulator(e),
		newVersion(e),
	)
	refuseHelp(root)
	completeWords(root)
	return root
}

// noArgs refuses arguments. Most of them are files whose -f was forgotten.
func noArgs(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case cmd.Flags().Lookup("file") != nil:
		return fmt.Errorf("unexpected argument %q: files are given with -f %s", args[0], args[0])
	}
	return fmt.Errorf("unexpected argument %q (see %s --help)", args[0], cmd.CommandPath())
}
