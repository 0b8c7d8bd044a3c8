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
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	// The second signal finds no handler any more and ends the process.
	defer context.AfterFunc(ctx, stop)()

	cmd := newRoot(e)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(ctx)
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
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(e.stdin)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w (see %s --help)", err, cmd.CommandPath())
	})
	root.AddCommand(
		newValidate(e),
		newPlan(e),
		newApply(e),
		newEmulator(e),
		newVersion(e),
	)
	return root
}
