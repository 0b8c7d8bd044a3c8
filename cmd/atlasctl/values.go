package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// vocabulary is the value of a flag that takes known words only. Others are
// refused while flags are parsed, and shells complete these.
type vocabulary interface {
	pflag.Value
	words() []string
}

// word is a flag that takes one of a few words.
type word struct {
	chosen string
	among  []string
}

// wordOf is a flag that takes one of these words, the first when it is not
// given.
func wordOf(among ...string) word { return word{among[0], among} }

// String gives the word.
func (w *word) String() string { return w.chosen }

// Set chooses another one.
func (w *word) Set(text string) error {
	w.chosen = text
	return checkWord(text, w.among)
}

// Type is what the help calls the value.
func (w *word) Type() string { return "string" }

func (w *word) words() []string { return w.among }

// wordSet is a flag that takes several of a few words, with commas between
// them or one at a time.
type wordSet struct {
	chosen []string
	among  []string
}

// String gives the words.
func (s *wordSet) String() string { return strings.Join(s.chosen, ",") }

// Set adds words.
func (s *wordSet) Set(text string) error {
	for w := range strings.SplitSeq(text, ",") {
		if err := checkWord(w, s.among); err != nil {
			return err
		}
		s.chosen = append(s.chosen, w)
	}
	return nil
}

// Type is what the help calls the value.
func (s *wordSet) Type() string { return "strings" }

func (s *wordSet) words() []string { return s.among }

func checkWord(text string, among []string) error {
	if slices.Contains(among, text) {
		return nil
	}
	last := len(among) - 1
	return fmt.Errorf("want %s or %s", strings.Join(among[:last], ", "), among[last])
}

// kinds is a flag that takes kinds, with commas between them or one at a time.
type kinds []spec.Kind

// String gives the default, which is none.
func (k *kinds) String() string { return "" }

// Set adds kinds.
func (k *kinds) Set(text string) error {
	for name := range strings.SplitSeq(text, ",") {
		if _, ok := spec.TypeOf(spec.Kind(name)); !ok {
			return fmt.Errorf("no such kind%s", spec.DidYouMean(name, spec.KindNames()))
		}
		*k = append(*k, spec.Kind(name))
	}
	return nil
}

// Type is what the help calls the value.
func (k *kinds) Type() string { return "kind" }

func (k *kinds) words() []string { return spec.KindNames() }

// addresses is a flag that can be repeated, checked while flags are parsed.
type addresses []spec.Address

// String gives the default, which is none.
func (a *addresses) String() string { return "" }

// Set adds an address.
func (a *addresses) Set(text string) error {
	addr, err := spec.ParseAddress(text)
	*a = append(*a, addr)
	return err
}

// Type is what the help calls the value.
func (a *addresses) Type() string { return "address" }

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

// explainFlag says what is wrong with a flag, and which one may have been meant.
func explainFlag(cmd *cobra.Command, err error) error {
	if cmd.HasSubCommands() && cmd.Flags().NArg() > 0 {
		return unknownCommand(cmd, cmd.Flags().Arg(0)) // the flag is that of the command that was meant
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		if _, ok := invalid.GetFlag().Value.(vocabulary); ok {
			return fmt.Errorf("--%s %q: %w", invalid.GetFlag().Name, invalid.GetValue(), invalid.Unwrap())
		}
	}
	similar := ""
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		similar = spec.DidYouMean("--"+unknown.GetSpecifiedName(), names)
	}
	return fmt.Errorf("%w%s (see %s --help)", err, similar, cmd.CommandPath())
}
