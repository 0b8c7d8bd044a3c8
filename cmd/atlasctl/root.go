package main

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// run runs one command line and gives the exit code.
func run(ctx context.Context, e env, args []string) int {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	// The second signal finds no handler any more and ends the process.
	defer context.AfterFunc(ctx, stop)()

	e.stdin = interruptible{ctx, e.stdin}
	cmd := newRoot(e)
	cmd.SetArgs(args)
	err := suggestCommand(cmd, cmd.ExecuteContext(ctx))
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
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w%s (see %s --help)", err, similarFlag(cmd.Flags(), err), cmd.CommandPath())
	})
	root.AddCommand(
		newValidate(e),
		newPlan(e),
		newApply(e),
		newMigrate(e),
		newEmulator(e),
		newVersion(e),
	)
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

// suggestCommand adds to the error about an unknown command which one may have
// been meant.
func suggestCommand(root *cobra.Command, err error) error {
	var unknown string
	if err == nil || !scans(err.Error(), `unknown command %q for "atlasctl"`, &unknown) {
		return err
	}
	var names []string
	for _, cmd := range root.Commands() {
		names = append(names, cmd.Name())
	}
	return fmt.Errorf("unknown command %q%s (see atlasctl --help)", unknown, spec.DidYouMean(unknown, names))
}

func scans(text, format string, into ...any) bool {
	_, err := fmt.Sscanf(text, format, into...)
	return err == nil
}

// similarFlag says which flag may have been meant by one that does not exist.
func similarFlag(flags *pflag.FlagSet, err error) string {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return ""
	}
	var names []string
	flags.VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return spec.DidYouMean("--"+unknown.GetSpecifiedName(), names)
}

// noneEmpty refuses flags whose value is empty: it was to come from a variable
// that is not set, and leaving the flag out would mean something else.
func noneEmpty(flags *pflag.FlagSet) (err error) {
	flags.Visit(func(f *pflag.Flag) {
		if f.Value.Type() == "string" && f.Value.String() == "" {
			err = fmt.Errorf("--%s is empty: give it a value, or leave it out", f.Name)
		}
	})
	return err
}
