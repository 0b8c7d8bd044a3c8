package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// completeWords lets shells complete the flags that take known words. What is
// no flag is completed as nothing: files are given with -f.
func completeWords(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if v, ok := f.Value.(vocabulary); ok {
			complete := cobra.FixedCompletions(v.words(), cobra.ShellCompDirectiveNoFileComp)
			// It fails for a flag that is not there, or is completed already.
			_ = cmd.RegisterFlagCompletionFunc(f.Name, complete)
		}
	})
	if cmd.ValidArgsFunction == nil {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	for _, child := range cmd.Commands() {
		completeWords(child)
	}
}

// refuseHelp makes help of a command that does not exist an error. Cobra says
// so and calls it success.
func refuseHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "help" {
			cmd.Args = helpTopic
		}
	}
}

func helpTopic(cmd *cobra.Command, args []string) error {
	found, rest, err := cmd.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return unknownCommand(found, rest[0])
	}
	return nil
}

// suggestCommand adds to the error about an unknown command which one may have
// been meant.
func suggestCommand(parent *cobra.Command, err error) error {
	var unknown, path string
	if err == nil || !scans(err.Error(), `unknown command %q for %q`, &unknown, &path) {
		return err
	}
	return unknownCommand(parent, unknown)
}

func unknownCommand(parent *cobra.Command, name string) error {
	var names []string
	for _, cmd := range parent.Commands() {
		names = append(names, cmd.Name())
	}
	return fmt.Errorf("unknown command %q%s (see %s --help)", name, spec.DidYouMean(name, names), parent.CommandPath())
}

func scans(text, format string, into ...any) bool {
	_, err := fmt.Sscanf(text, format, into...)
	return err == nil
}
